#!/usr/bin/env bash
# Runs the workloads on duologue and on libdatachannel in turn and prints medians, spread and ratios.
#
#   benches/run.sh                        every workload, five rounds
#   ROUNDS=3 benches/run.sh ping-pong     one workload (a name below, or all of a kind: throughput)
#   LIBRARIES=duologue benches/run.sh     one library alone
#
# The measurements are appended as JSON lines to target/bench/results.jsonl.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/bench
mkdir -p "$out"
rounds=${ROUNDS:-5}
libraries=${LIBRARIES:-duologue libdatachannel}

build_duologue() {
    cargo build --release --quiet
    ln -sf "$PWD/target/release/libduologue.so" "$out/libduologue.so.1" # what its SONAME asks for
    cc -O2 -std=c11 -D_GNU_SOURCE -Wall -Wextra -Iinclude -Ibenches benches/main.c benches/backend_duologue.c \
        -o "$out/bench-duologue" -Ltarget/release -lduologue -Wl,-rpath,"$PWD/$out" -lpthread
}

build_libdatachannel() {
    local manifest source
    manifest=$(cargo metadata --format-version 1 --manifest-path benches/libdatachannel/Cargo.toml |
        python3 -c 'import json,sys; print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"]=="datachannel-sys"))')
    source=$(dirname "$manifest")/libdatachannel
    cmake -S "$source" -B "$out/libdatachannel" -DCMAKE_BUILD_TYPE=Release -DNO_WEBSOCKET=ON -DNO_MEDIA=ON \
        -DNO_EXAMPLES=ON -DNO_TESTS=ON -DCMAKE_POLICY_VERSION_MINIMUM=3.5 >"$out/libdatachannel.log" 2>&1
    cmake --build "$out/libdatachannel" --target datachannel-static -j2 >>"$out/libdatachannel.log" 2>&1
    cc -O2 -std=c11 -D_GNU_SOURCE -Wall -Wextra -I"$source/include" -Ibenches benches/main.c benches/backend_libdatachannel.c \
        -o "$out/bench-libdatachannel" "$out/libdatachannel/libdatachannel-static.a" \
        "$out/libdatachannel/deps/usrsctp/usrsctplib/libusrsctp.a" "$out/libdatachannel/deps/libjuice/libjuice-static.a" \
        -lssl -lcrypto -lstdc++ -lpthread -lm
}

for library in $libraries; do "build_$library"; done

# Each line: a name and the arguments of the benchmark program.
workloads='throughput-16384 throughput 16384
throughput-262144 throughput 262144
throughput-100 throughput 100
ping-pong ping-pong
set-up set-up
idle-400 idle 400'

results=$out/results.jsonl
run=$out/run.jsonl
: >"$run"
while read -r name arguments; do
    case $name in "${1:-}"*) ;; *) continue ;; esac
    for ((round = 0; round < rounds; round++)); do
        for library in $libraries; do
            # shellcheck disable=SC2086
            timeout 300 "$out/bench-$library" $arguments 2>>"$out/errors.log" | grep "^{" | tee -a "$run" >&2
        done
    done
done <<<"$workloads"
cat "$run" >>"$results"
python3 benches/summary.py <"$run"
