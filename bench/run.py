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
sys.path += [str(ROOT / folder) for folder in ("tools", "bench", "test/kernel")]

import kernel_bench  # noqa: E402  (found through the path just set)
import kernel_profile  # noqa: E402
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
    for board in kernel_bench.BOARDS.values():
        make(board, kernel_bench.targets(board))
    kernel_bench.publish(kernel_bench.measure())


GROUPS = {"kernel": kernel}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=GROUPS, action="append", help="measure just this group (may be repeated)")
    parser.add_argument("--profile", metavar="OPERATION", help="show where a kernel operation's instructions go")
    parser.add_argument("--board", choices=kernel_bench.BOARDS, default="el2", help="the board to profile on")
    options = parser.parse_args()
    table.OUT.mkdir(parents=True, exist_ok=True)
    (table.OUT / "make.log").unlink(missing_ok=True)
    if options.profile:
        board = kernel_bench.BOARDS[options.board]
        make(board, kernel_bench.targets(board))
        kernel_profile.show(options.profile, options.board)
        return
    for name in options.only or GROUPS:
        GROUPS[name]()
    print(f"\nWritten to {table.OUT.relative_to(ROOT)}/*.tsv; bench/README.md says how to read it.")


if __name__ == "__main__":
    main()
