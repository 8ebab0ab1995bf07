#!/usr/bin/env bash
# tests/install/run.sh BUILD: installs a build into a fresh folder, moves that, and uses it from outside.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/prefix" # whatever remembers the place it was installed to fails from here on
libdir=$(dirname "$(find "$work/prefix" -name libduologue.a)")

fail() {
    echo "install: $*" >&2
    exit 1
}
real=$(basename "$(readlink -f "$libdir/libduologue.so")")
[[ $real =~ ^libduologue\.so\.1\.[0-9]+\.[0-9]+$ ]] || fail "libduologue.so leads to $real"
[ "$(readlink "$libdir/libduologue.so")" = libduologue.so.1 ] || fail "libduologue.so does not point to libduologue.so.1"
[ "$(readlink "$libdir/libduologue.so.1")" = "$real" ] || fail "libduologue.so.1 does not point to $real"
[ -f "$work/prefix/include/duologue.h" ] || fail "no header"

tests/install/pkgconfig.sh "$work/prefix"

cmake -S tests/install/cmake -B "$work/app" -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/app" >/dev/null
ctest --test-dir "$work/app" --output-on-failure
