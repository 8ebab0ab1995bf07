#!/usr/bin/env bash
# scripts/demo.sh BUILD: builds the examples, lets two connections in one process talk (loopback), then serves a page
# on which a browser talks to a C program (browser), until Ctrl-C. Without a terminal, or with DEMO_ONCE=1, it only
# fetches that page and ends.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
port=${DEMO_PORT:-8080}

echo "==== building (the first time takes a few minutes)"
cmake -S . -B "$build" >/dev/null
cmake --build "$build" -j "$(nproc)" --target duologue_cargo example-loopback example-browser

echo
echo "==== two connections in one process: examples-c/loopback.c"
"$build/examples-c/loopback"

echo
echo "==== a browser and a C program: examples-c/browser.c"
if [ "${DEMO_ONCE:-}" != 1 ] && [ -t 1 ]; then
    exec "$build/examples-c/browser" "$port"
fi

# Any free port will do for a check, so that several can run on one machine.
port=${DEMO_PORT:-$((20000 + $$ % 20000))}
"$build/examples-c/browser" "$port" &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT

fetch() {
    exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
    cat <&3
    exec 3>&-
}
for _ in $(seq 50); do
    kill -0 $server 2>/dev/null || { echo "demo: browser ended" >&2; exit 1; }
    if page=$(fetch 2>/dev/null) && [ -n "$page" ]; then break; fi
    sleep 0.1
done
if ! head -n 1 <<<"${page:-}" | grep -q ' 200 ' || ! grep -q RTCPeerConnection <<<"$page"; then
    echo "demo: the page did not come" >&2
    exit 1
fi
echo "demo: the page is there ($(wc -c <<<"$page") bytes)"
