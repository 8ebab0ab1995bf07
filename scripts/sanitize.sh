#!/usr/bin/env bash
# scripts/sanitize.sh asan|tsan [BUILD]: the C tests with Rust and C built by one sanitizer into one program.
# Needs clang; the Rust side is built by the stable compiler (RUSTC_BOOTSTRAP=1, see cmake/DuologueCargo.cmake).
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
    asan) sanitizer=address ;;
    tsan) sanitizer=thread ;;
    *)
        echo "usage: sanitize.sh asan|tsan [BUILD]" >&2
        exit 2
        ;;
esac
target=${CARGO_TARGET_DIR:-target}
build=${2:-build}/$1
CC=clang CXX=clang++ cmake -S . -B "$build" -DDUOLOGUE_SANITIZER=$sanitizer -DDUOLOGUE_CARGO_PROFILE=dev \
    -DDUOLOGUE_CARGO_TARGET_DIR="$(realpath -m "$target")/$1" >/dev/null
cmake --build "$build" -j "$(nproc)"
# Address space layout of newer kernels is too random for older TSan runtimes; without randomness both agree.
run=(setarch "$(uname -m)" -R)
"${run[@]}" true 2>/dev/null || run=()
"${run[@]}" ctest --test-dir "$build" --output-on-failure -j "$(nproc)" --no-tests=error
