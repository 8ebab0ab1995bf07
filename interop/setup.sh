#!/usr/bin/env bash
# interop/setup.sh: what the peers need beside Debian's packages (scripts/setup.sh interop): npm packages, aiortc in a
# virtual environment, and the Pion peer, all in folders that git ignores. Does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")"
build=$PWD/../build/interop
mkdir -p "$build"

# unchanged NAME FILE...: were these the files when NAME was last made?
stamp() { cat "${@:2}" | sha256sum; }
unchanged() { [ "$(cat "$build/$1.stamp" 2>/dev/null)" = "$(stamp "$@")" ]; }

if ! unchanged npm package-lock.json || [ ! -d node_modules ]; then
    echo "interop: npm ci: puppeteer-core (drives the browsers), @roamhq/wrtc (libwebrtc), node-datachannel (libdatachannel)"
    npm ci --silent
    stamp npm package-lock.json >"$build/npm.stamp"
fi

if ! unchanged venv requirements.txt || [ ! -x "$build/venv/bin/python" ]; then
    echo "interop: pip install: aiortc"
    rm -rf "$build/venv"
    /usr/bin/python3 -m venv "$build/venv"
    "$build/venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
    stamp venv requirements.txt >"$build/venv.stamp"
fi

if ! unchanged pion peers/pion.go || [ ! -x "$build/pion" ]; then
    echo "interop: go build: Pion"
    # Debian's Go libraries are a GOPATH. Their import paths end in /v3, which Go resolves there only for
    # code that lies in a GOPATH itself, beside a go.mod.
    source=$build/gopath/src/duologue/pion
    mkdir -p "$source"
    cp peers/pion.go "$source/main.go"
    printf 'module duologue/pion\n' >"$source/go.mod"
    (cd "$source" && GO111MODULE=off GOFLAGS='' GOPATH=$build/gopath:/usr/share/gocode go build -o "$build/pion" .)
    stamp pion peers/pion.go >"$build/pion.stamp"
fi
