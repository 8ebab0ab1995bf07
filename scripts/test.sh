#!/usr/bin/env bash
# scripts/test.sh PART...: runs `make check-PART` for each, goes on after a failure, and says at the end what each
# part took and which failed.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0
failed=0
summary=()

for part in "$@"; do
    printf '\n==== %s\n' "$part"
    start=$SECONDS
    if "${MAKE:-make}" --no-print-directory "check-$part"; then
        passed=$((passed + 1))
        result=ok
    else
        failed=$((failed + 1))
        result=FAILED
    fi
    summary+=("$(printf '%-10s %-7s %4d s' "$part" "$result" $((SECONDS - start)))")
done
printf '\n==== in all %d s\n' "$SECONDS"
printf '%s\n' "${summary[@]}"
echo "parts: $passed passed, $failed failed"
exit $((failed > 0))
