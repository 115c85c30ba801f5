# SPDX-License-Identifier: BSD-2-Clause
"""Measures Nemea (`make bench`): prints tables and writes them to build/bench/*.tsv.

All but the rows that are marked as machine-dependent count guest instructions or bytes.
"""

import argparse
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / folder) for folder in ("tools", "bench", "test/kernel", "test/system")]

import kernel_bench  # noqa: E402  (found through the path just set)
import kernel_profile  # noqa: E402
import longest_bench  # noqa: E402
import machine_bench  # noqa: E402
import size_bench  # noqa: E402
import system_bench  # noqa: E402
import table  # noqa: E402


def make(board, targets):
    """Build targets for one board; the output goes to a log that is named if make fails."""
    jobs = [] if "--jobserver" in os.environ.get("MAKEFLAGS", "") else [f"-j{os.cpu_count()}"]
    log = table.OUT / "make.log"
    with open(log, "a", encoding="utf-8") as out:
        code = subprocess.call(["make", "--no-print-directory", *jobs, f"BOARD={board}",
                                f"CONFIG={kernel_bench.CONFIG}", *targets],
                               cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    if code:
        sys.exit(f"error: make {' '.join(targets)} failed; its output is in {log.relative_to(ROOT)}")


def kernel():
    build(kernel_bench.targets)
    kernel_bench.publish(kernel_bench.measure(), per_board(size_bench.kernel_rows))


def size():
    build(size_bench.targets)
    kernel_rows, image_rows = per_board(size_bench.kernel_rows), per_board(size_bench.image_rows)
    table.write("size", kernel_rows + image_rows)
    show_by_board("Boot images (release)", image_rows)


def system():
    build(system_bench.targets)
    rows = per_board(system_bench.measure)
    fastest = "el2"
    speeds = machine_bench.measure(kernel_bench.BOARDS[fastest], fastest)
    table.write("system", rows + speeds)
    show_by_board("Systems, in guest instructions (release)", rows)
    table.show("This machine (depends on the host)", ("operation", "EL2", "unit"),
               [(name, value, unit) for name, _, value, unit in speeds])


def longest():
    build(longest_bench.targets)
    results = [longest_bench.measure(board, name) for name, board in kernel_bench.BOARDS.items()]
    rows = [row for part, _ in results for row in part]
    table.write("longest", rows)
    show_by_board("Longest stay in the kernel between preemption points, over all kernel API tests", rows)
    print("  " + "\n  ".join(line for _, lines in results for line in lines))


def corpus():
    board = longest_bench.CORPUS_BOARD
    make(board, longest_bench.targets(board, lambda _: longest_bench.corpus_image()))
    rows, lines = longest_bench.measure(board, "el2", longest_bench.corpus_image(), "longest_stay_corpus")
    table.write("corpus", rows)
    show_by_board("Longest stay in the kernel between preemption points, over the fuzz corpus", rows)
    print("  " + "\n  ".join(lines))


def build(targets):
    for board in kernel_bench.BOARDS.values():
        make(board, targets(board))


def per_board(measure):
    return [row for configuration, board in kernel_bench.BOARDS.items()
            for row in measure(board, configuration)]


def show_by_board(title, rows):
    """One line an operation, one column a board."""
    values = {(name, configuration): value for name, configuration, value, _ in rows}
    units = {name: unit for name, _, _, unit in rows}
    table.show(title, ("what", *(name.upper() for name in kernel_bench.BOARDS), "unit"),
               [(name, *(values.get((name, configuration)) for configuration in kernel_bench.BOARDS), unit)
                for name, unit in units.items()])


GROUPS = {"kernel": kernel, "longest": longest, "size": size, "system": system, "corpus": corpus}
USUAL = [name for name in GROUPS if name != "corpus"]  # that one is what `make fuzz-longest' prints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=GROUPS, action="append",
                        help="measure just this (may be repeated); default: all but corpus")
    parser.add_argument("--profile", metavar="OPERATION", help="show where an operation's instructions go")
    parser.add_argument("--board", choices=kernel_bench.BOARDS, default="el2", help="the board to profile on")
    options = parser.parse_args()
    table.OUT.mkdir(parents=True, exist_ok=True)
    (table.OUT / "make.log").unlink(missing_ok=True)
    if options.profile:
        board = kernel_bench.BOARDS[options.board]
        make(board, kernel_bench.targets(board))
        kernel_profile.show(options.profile, options.board)
        return
    for name in options.only or USUAL:
        GROUPS[name]()
    print(f"\nWritten to {table.OUT.relative_to(ROOT)}/*.tsv; bench/README.md says how to read it.")


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (AssertionError, LookupError, OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"error: the benchmark did not end: {problem!r}")
