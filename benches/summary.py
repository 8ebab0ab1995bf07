"""Turns the benchmarks' JSON lines into a table: per figure the median, the spread and the ratio between the libraries."""

import json
import statistics
import sys
from collections import defaultdict

values = defaultdict(lambda: defaultdict(list))
for line in sys.stdin:
    run = json.loads(line)
    library, workload = run.pop("library"), run.pop("workload")
    for figure, value in run.items():
        values[(workload, figure)][library].append(value)


def cell(samples):
    return f"{statistics.median(samples):.2f} ({min(samples):.2f} to {max(samples):.2f})" if samples else "-"


print("| workload | figure | duologue | libdatachannel | ratio of the medians |")
print("|---|---|---|---|---|")
for (workload, figure), by_library in values.items():
    ours, theirs = by_library.get("duologue", []), by_library.get("libdatachannel", [])
    ratio = "-"
    if ours and theirs and statistics.median(theirs):
        ratio = f"{statistics.median(ours) / statistics.median(theirs):.2f}"
    print(f"| {workload} | {figure} | {cell(ours)} | {cell(theirs)} | {ratio} |")
