#!/usr/bin/env bash
# scripts/valgrind.sh BUILD: every program that CTest runs once more under memcheck; an error or a definite leak fails.
set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
passed=0
failed=0

programs() {
    ctest --test-dir "$build" --show-only=json-v1 |
        python3 -c 'import json, sys; [print(test["command"][0]) for test in json.load(sys.stdin)["tests"]]'
}

for program in $(programs); do
    case $(basename "$program") in
        # What the threads held that fork did not take along, and what an unloaded library keeps for its next
        # use, is lost by its nature.
        fork | unload) leaks=(--leak-check=no) ;;
        *) leaks=(--leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite) ;;
    esac
    log=$(mktemp)
    start=$SECONDS
    if timeout 900 valgrind -q --error-exitcode=9 --keep-debuginfo=yes --fair-sched=try "${leaks[@]}" \
        "$program" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok      %4d s  %s\n' $((SECONDS - start)) "$(basename "$program")"
    else
        failed=$((failed + 1))
        printf 'FAILED  %4d s  %s\n' $((SECONDS - start)) "$(basename "$program")"
        tail -n 60 "$log"
    fi
    rm -f "$log"
done
echo "valgrind: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
