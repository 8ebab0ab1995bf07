#!/usr/bin/env bash
# scripts/fuzz.sh SECONDS [TARGET]...: runs fuzz targets for so long each.
# It takes the stable compiler: coverage for libFuzzer is a pass of LLVM that only wants to be asked for. With clang the C
# library is covered too, and everything runs under the address sanitizer.
set -eu
cd "$(dirname "$0")/../fuzz"
seconds=$1
shift
[ $# -gt 0 ] || set -- $(sed -n 's|^path = "targets/\(.*\)\.rs"|\1|p' Cargo.toml)

export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
if command -v clang >/dev/null && command -v clang++ >/dev/null; then
    export CC=clang CXX=clang++
    export CFLAGS="-fsanitize=address -fsanitize-coverage=inline-8bit-counters,pc-table,trace-cmp"
    RUSTFLAGS+=" -Zsanitizer=address"
fi
host=$(rustc -vV | sed -n 's/^host: //p')
# With a target named, build scripts are built without these flags.
bins=()
for target in "$@"; do bins+=(--bin "$target"); done
"${CARGO:-cargo}" build --quiet --release --target "$host" -j "${JOBS:-2}" "${bins[@]}"

run() {
    local target=$1 corpus=corpus/$1 seeds=() flags=(-max_len=16384)
    mkdir -p "$corpus" artifacts
    case $target in
        sdp) seeds=(../tests/fixtures/sdp) ;;
        # Scripts: what counts comes after a while.
        session | channels | calls) flags=(-max_len=4096 -len_control=0) ;;
    esac
    "target/$host/release/$target" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 "${flags[@]}" \
        -print_final_stats=1 -artifact_prefix="artifacts/$target-" "$corpus" "${seeds[@]}"
}

# FUZZ_TOGETHER=1 runs all targets at the same time, and shows of each how it ended.
if [ "${FUZZ_TOGETHER:-}" != 1 ]; then
    for target in "$@"; do
        echo "== $target: $seconds seconds"
        run "$target"
    done
    exit
fi
mkdir -p artifacts
declare -A running
for target in "$@"; do
    run "$target" >"artifacts/$target.log" 2>&1 &
    running[$target]=$!
done
failed=0
for target in "$@"; do
    if wait "${running[$target]}"; then
        lines=8
    else
        failed=1 lines=100
    fi
    echo "== $target: $seconds seconds"
    tail -n "$lines" "artifacts/$target.log"
done
exit $failed
