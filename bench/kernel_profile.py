# SPDX-License-Identifier: BSD-2-Clause
"""Where the instructions of one kernel operation go (`bench/run.py --profile NAME`), by function and line."""

import collections
import re
import subprocess
import sys

import kernel_bench
import table

OPERATIONS_HEADER = table.ROOT / "bench/kernel/operations.h"
MOST_LINES = 40


def number_of(name):
    names = re.findall(r"\bX\((\w+)\)", OPERATIONS_HEADER.read_text())
    if name not in names:
        sys.exit(f"error: no operation {name}; there are: {' '.join(names)}")
    return names.index(name)


def places(kernel, addresses):
    """{address: (innermost function, file:line)}, inlined functions told apart."""
    done = subprocess.run(["aarch64-linux-gnu-addr2line", "-f", "-e", kernel, *map(hex, addresses)],
                          check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    return {address: (function, place.split(" ")[0].replace(f"{table.ROOT}/", ""))
            for address, function, place in zip(addresses, lines[::2], lines[1::2])}


def tally(title, counts, total, limit=None):
    table.show(title, ("where", "instructions", "share"),
               [(where, count, f"{100 * count / total:.1f} %") for where, count in counts.most_common(limit)])


def show(name, configuration):
    board = kernel_bench.BOARDS[configuration]
    kernel_bench.run(board, traced=number_of(name))
    path = kernel_bench.spans_file(board).with_suffix(".txt.trace")
    trace = [int(line, 16) for line in path.read_text().split()]
    kernel = table.ROOT / f"build/kernel/{board}/{kernel_bench.CONFIG}/bin/kernel.elf"
    where = places(kernel, sorted(set(trace)))
    functions, lines = (collections.Counter(where[address][i] for address in trace) for i in (0, 1))
    tally(f"{name} on {configuration}, by function", functions, len(trace))
    tally(f"{name} on {configuration}, by line", lines, len(trace), MOST_LINES)
