#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Write the device tree of a board's machine, as QEMU makes it, for loaders that hand it to the kernel (CFG-4)."""

import argparse
import pathlib
import struct
import subprocess
import sys

import qemu

SECONDS = 60
MAGIC = 0xd00dfeed
# Words of the header (big-endian): magic, total size, offsets of structure, strings and memory reservations, three
# words of no interest here, sizes of strings and structure.
HEADER = struct.Struct(">10I")
TOTAL_SIZE_OFFSET = 4


def trimmed(blob):
    """The blob without the room that QEMU leaves behind its last block for itself."""
    magic, _, structure, strings, _, _, _, _, strings_size, structure_size = HEADER.unpack_from(blob)
    if magic != MAGIC:
        sys.exit("error: what QEMU wrote is no device tree")
    end = max(structure + structure_size, strings + strings_size)
    end = (end + 7) & ~7
    return blob[:TOTAL_SIZE_OFFSET] + struct.pack(">I", end) + blob[TOTAL_SIZE_OFFSET + 4:end]


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip())
    parser.add_argument("--board", choices=sorted(qemu.MACHINES), required=True)
    parser.add_argument("output", type=pathlib.Path, help="the .dtb file to write")
    options = parser.parse_args()
    # Without random seeds, so that builds repeat.
    machine = f"{qemu.MACHINES[options.board]},dtb-randomness=off,dumpdtb={options.output}"
    command = ["qemu-system-aarch64", "-nodefaults", "-machine", machine, *qemu.PROCESSOR_AND_MEMORY,
               "-display", "none"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        sys.exit(f"error: QEMU made no device tree:\n{done.stderr}")
    options.output.write_bytes(trimmed(options.output.read_bytes()))


if __name__ == "__main__":
    main()
