#!/usr/bin/env bash
# scripts/check-exports.sh LIBRARY [HEADER]: the shared library's SONAME, hardening and exported symbols.
# Every function that the header declares is exported, and nothing else is.
set -euo pipefail
library=${1:?usage: check-exports.sh LIBRARY [HEADER]}
header=${2:-}
failures=0

check() { # TEXT COMMAND...
    local text=$1
    shift
    if "$@"; then
        echo "ok: $text"
    else
        echo "FAILED: $text"
        failures=$((failures + 1))
    fi
}

dynamic=$(readelf -dW "$library")
headers=$(readelf -lW "$library")
exported=$(nm -D --defined-only "$library" | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort)

soname() { grep -q 'SONAME.*\[libduologue\.so\.1\]' <<<"$dynamic"; }
bind_now() { grep -qE 'FLAGS.*(BIND_NOW|NOW)' <<<"$dynamic" && grep -q GNU_RELRO <<<"$headers"; }
stack_not_executable() { ! grep GNU_STACK <<<"$headers" | grep -q RWE; }
no_text_relocations() { ! grep -q TEXTREL <<<"$dynamic"; }
no_rpath() { ! grep -qE 'RPATH|RUNPATH' <<<"$dynamic"; }
no_undefined() {
    local undefined
    undefined=$(ldd -r "$library" 2>&1 | grep -i 'undefined symbol' || true)
    [ -z "$undefined" ] || { echo "$undefined"; return 1; }
}
only_ours() {
    local others
    others=$(grep -vE '^(rtc|duologue)_[a-z0-9_]+$' <<<"$exported" || true)
    [ -z "$others" ] || { echo "$others"; return 1; }
}
# Comments and strings may name functions too, so only `name(` outside of them counts as a declaration.
declared() {
    sed -e 's://.*$::' "$header" | tr '\n' ' ' | sed -e 's:/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/: :g' |
        grep -oE '\b(rtc|duologue)_[a-z0-9_]+ *\(' | tr -d ' (' | sort -u
}
same_as_header() {
    diff <(declared) <(echo "$exported") | sed -n 's/^</declared, not exported:/p; s/^>/exported, not declared:/p'
    [ "$(declared)" = "$exported" ]
}

check "SONAME is libduologue.so.1" soname
check "full RELRO" bind_now
check "the stack is not executable" stack_not_executable
check "no text relocations" no_text_relocations
check "no RPATH" no_rpath
check "no undefined symbol" no_undefined
check "only rtc_* and duologue_* are exported" only_ours
if [ -n "$header" ]; then
    check "the $(declared | wc -l) functions of the header are those exported" same_as_header
fi
exit $((failures > 0))
