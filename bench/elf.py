# SPDX-License-Identifier: BSD-2-Clause
"""What the benchmarks need to know of an ELF file: its entry, symbols and sections."""

import collections
import subprocess

Section = collections.namedtuple("Section", "name size address")


class File:
    def __init__(self, path):
        self.path = path
        listing = self._tool("readelf", "-hW")
        self.entry = int(next(line for line in listing.splitlines() if "Entry point" in line).split()[-1], 16)

    def _tool(self, name, *arguments):
        command = [f"aarch64-linux-gnu-{name}", *arguments, self.path]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def symbol(self, name):
        """The address of a symbol, which must exist."""
        for line in self._tool("nm").splitlines():
            value, _, found = line.rpartition(" ")
            if found == name:
                return int(value.split()[0], 16)
        raise LookupError(f"{self.path} has no symbol {name}")

    def symbol_sizes(self):
        """(address, size) of each symbol that has a size."""
        fields = (line.split() for line in self._tool("nm", "-S").splitlines())
        return [(int(words[0], 16), int(words[1], 16)) for words in fields if len(words) == 4]

    def sections(self):
        """The sections that take memory when the program runs."""
        lines = self._tool("size", "-A", "-x").splitlines()[2:]
        fields = [line.split() for line in lines if len(line.split()) == 3]
        found = [Section(name, int(size, 16), int(address, 16)) for name, size, address in fields]
        return [section for section in found if section.address]


def read(path):
    return File(str(path))
