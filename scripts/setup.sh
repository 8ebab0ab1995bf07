#!/usr/bin/env bash
# scripts/setup.sh [build|test|interop|sanitize]...: installs what building or testing duologue needs.
#
# For Debian 12 and 13 (and what derives from them), as root or with sudo. Says what it installs and why;
# touches nothing and asks nobody when everything is there. Without a level: build.
set -euo pipefail
cd "$(dirname "$0")/.."

# level | package | why | present when this succeeds (empty: ask dpkg)
packages() {
    cat <<'LIST'
build|gcc|compiles the C examples and tests|command -v cc
build|g++|checks that the header is C++ as well|command -v c++
build|libc6-dev|the C library's headers|
build|make|runs the Makefile|command -v make
build|cmake|builds and installs the C side|command -v cmake
build|pkg-config|finds the libraries below|command -v pkg-config
build|libssl-dev|OpenSSL 3: DTLS and certificates|pkg-config --atleast-version=3 openssl
build|libusrsctp-dev|SCTP, below data channels|pkg-config --exists usrsctp
build|libmicrohttpd-dev|the HTTP server of examples-c/browser|pkg-config --exists libmicrohttpd
test|python3|runs the test matrix and the network lab|command -v python3
test|binutils|nm and readelf: what the library exports|command -v nm
test|clang|AddressSanitizer over Rust and C in one program|command -v clang
test|libclang-rt-dev|the sanitizers' runtime (Debian 13 ships it apart)|ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.asan-*.a
test|openssl|a DTLS peer in the tests, and the TURN server's certificate|command -v openssl
test|llvm|symbols in the sanitizers' reports|command -v llvm-symbolizer
sanitize|valgrind|runs the C tests once more under memcheck|command -v valgrind
interop|iproute2|network namespaces|test -x /sbin/ip -o -x /usr/sbin/ip
interop|nftables|NATs in the network lab|test -x /usr/sbin/nft
interop|conntrack|forgets NAT mappings when a NAT changes|test -x /usr/sbin/conntrack
interop|coturn|STUN and TURN server|command -v turnserver
interop|chromium|peer: Chromium|command -v chromium
interop|firefox-esr|peer: Firefox|command -v firefox-esr
interop|golang-go|builds the Pion peer|command -v go
interop|golang-github-pion-webrtc.v3-dev|peer: Pion|
interop|nodejs|drives the browsers; peers libwebrtc and libdatachannel|command -v node
interop|npm|installs what those peers need|command -v npm
interop|python3-venv|installs aiortc beside the system's Python|
interop|python3-gst-1.0|peer: GStreamer|
interop|gir1.2-gst-plugins-bad-1.0|its WebRTC, for Python|
interop|gstreamer1.0-plugins-base|its payloaders and test sources|
interop|gstreamer1.0-plugins-good|its RTP|
interop|gstreamer1.0-plugins-bad|webrtcbin, DTLS, SCTP|
interop|gstreamer1.0-nice|webrtcbin's ICE|
LIST
}

levels=" ${*:-build} "
for level in $levels; do
    case $level in
        build | test | interop | sanitize) ;;
        *)
            echo "setup: no level '$level'; levels: build test interop sanitize" >&2
            exit 2
            ;;
    esac
done
# Each level stands on the ones before it.
case $levels in *" interop "* | *" sanitize "*) levels="$levels test " ;; esac
levels="$levels build "

installed() { # PACKAGE
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "setup: installing packages needs root: run this as root or install sudo" >&2
        exit 1
    fi
}

install_packages() {
    local level package why check log missing=() reasons=()
    while IFS='|' read -r level package why check; do
        [[ $levels == *" $level "* ]] || continue
        if [ -n "$check" ] && (eval "$check") >/dev/null 2>&1; then continue; fi
        if installed "$package"; then continue; fi
        missing+=("$package")
        reasons+=("$why")
    done < <(packages)
    if [ ${#missing[@]} -eq 0 ]; then return 0; fi
    if ! command -v apt-get >/dev/null; then
        echo "setup: not Debian or a derivative of it; please install the equivalents of: ${missing[*]}" >&2
        exit 1
    fi
    as_root apt-get update -qq
    for i in "${!missing[@]}"; do
        # Debian 12 has no package of this name; there clang brings the sanitizers' runtime along.
        if [ "${missing[i]}" = libclang-rt-dev ] && ! apt-cache show libclang-rt-dev >/dev/null 2>&1; then
            unset 'missing[i]'
            continue
        fi
        printf 'setup: installing %-36s %s\n' "${missing[i]}" "${reasons[i]}"
    done
    if [ ${#missing[@]} -eq 0 ]; then return 0; fi
    log=$(mktemp)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        exit 1
    }
    rm -f "$log"
    echo "setup: installed ${#missing[@]} packages"
}

check_rust() {
    local wanted have
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
    if ! command -v cargo >/dev/null; then
        echo "setup: Rust is missing (Debian's own is too old). Install $wanted or newer with rustup, see https://rustup.rs:" >&2
        echo "         curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh" >&2
        exit 1
    fi
    have=$(rustc --version | sed 's/^rustc \([0-9.]*\).*/\1/')
    if [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n 1)" != "$wanted" ]; then
        echo "setup: rustc $have is too old, duologue needs $wanted: rustup update" >&2
        exit 1
    fi
    [[ $levels == *" test "* ]] || return 0
    for part in fmt clippy; do
        if ! cargo $part --version >/dev/null 2>&1; then
            echo "setup: cargo $part is missing: rustup component add rustfmt clippy" >&2
            exit 1
        fi
    done
}

install_packages
check_rust
# The peers' own packages, into folders that git ignores.
if [[ $levels == *" interop "* && -x interop/setup.sh ]]; then
    interop/setup.sh
fi
