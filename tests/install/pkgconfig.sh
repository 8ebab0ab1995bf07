#!/usr/bin/env bash
# tests/install/pkgconfig.sh PREFIX: builds and runs a program with nothing but pkg-config, four ways.
set -euo pipefail
cd "$(dirname "$0")"
prefix=${1:?usage: pkgconfig.sh PREFIX}
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name duologue.pc)")
export PKG_CONFIG_PATH
libdir=$(pkg-config --variable=libdir duologue)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
CC=${CC:-cc}

# Shared.
$CC app.c -o "$out/shared" $(pkg-config --cflags --libs duologue)
LD_LIBRARY_PATH=$libdir "$out/shared"
readelf -d "$out/shared" | grep -q 'NEEDED.*libduologue\.so\.1\]' || { echo "shared: not linked to the SONAME" >&2; exit 1; }

# Everything static, which is what `pkg-config --static` is for. The linker's remarks on getaddrinfo and the like in
# a static program are true and wanted by whoever builds one.
$CC -static app.c -o "$out/static" $(pkg-config --static --cflags --libs duologue) 2>"$out/log" ||
    { cat "$out/log" >&2; exit 1; }
"$out/static"
if readelf -d "$out/static" | grep -q NEEDED; then echo "static: it needs a shared library" >&2; exit 1; fi

# This library static, the system's shared.
$CC app.c -o "$out/mixed" $(pkg-config --static --cflags --libs duologue | sed 's/-lduologue/-l:libduologue.a/')
"$out/mixed"
if readelf -d "$out/mixed" | grep -q libduologue; then echo "mixed: it needs libduologue.so" >&2; exit 1; fi

# As C++.
${CXX:-c++} -x c++ app.c -x none -o "$out/cxx" $(pkg-config --cflags --libs duologue)
LD_LIBRARY_PATH=$libdir "$out/cxx"

echo "pkg-config: shared, static, mixed and C++ programs ran"
