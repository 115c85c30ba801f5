# SPDX-License-Identifier: BSD-2-Clause
"""Collects inputs to start from: descriptions of the tool's tests, small programs, the device tree of the test board.

usage: seeds.py OUTPUT_FOLDER
"""

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "test/tool"))

import elf  # noqa: E402  (found through the path just set)

SMALL = 8000


def main(output):
    for kind in ("sdf", "elf", "dtb"):
        (output / kind).mkdir(parents=True, exist_ok=True)
    for folder in ("good", "bad", "compose"):
        for path in (ROOT / "test/tool" / folder).glob("*.system"):
            if path.stat().st_size < SMALL:
                shutil.copy(path, output / "sdf" / f"{folder}-{path.stem}")
    elf.Program().write(output / "elf/plain")
    elf.Program({"value": 8}).add("value", 0, 8).write(output / "elf/symbols")
    stripped = elf.Program()
    stripped.with_symbols = False
    stripped.write(output / "elf/stripped")
    board = output.parent / "board.dtb"
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", board, ROOT / "test/tool/files/board.dts"], check=True)
    shutil.copy(board, output / "dtb/board")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
