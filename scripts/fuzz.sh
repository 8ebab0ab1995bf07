#!/usr/bin/env bash
# Runs fuzz targets for a while each: fuzz.sh SECONDS [TARGET]...
# It takes the stable compiler: coverage for libFuzzer is a pass of LLVM that only wants to be asked for.
set -eu
cd "$(dirname "$0")/../fuzz"
seconds=$1
shift
[ $# -gt 0 ] || set -- $(sed -n 's|^path = "targets/\(.*\)\.rs"|\1|p' Cargo.toml)

export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
host=$(rustc -vV | sed -n 's/^host: //p')
# With a target named, build scripts are built without these flags.
${CARGO:-cargo} build --release --target "$host" -j "${JOBS:-2}"

for target in "$@"; do
    corpus=corpus/$target
    mkdir -p "$corpus" artifacts
    case $target in
        sdp) seeds=../tests/fixtures/sdp ;;
        *) seeds=seeds/$target ;;
    esac
    [ -d "$seeds" ] || seeds=
    echo "== $target: $seconds seconds"
    "target/$host/release/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=16384 \
        -print_final_stats=1 -artifact_prefix="artifacts/$target-" ${FUZZ_FLAGS:-} "$corpus" $seeds
done
