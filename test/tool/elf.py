# SPDX-License-Identifier: BSD-2-Clause
"""Small ELF files, made byte by byte, so that tests can say exactly what is in them."""

import struct

AARCH64 = 183
PT_LOAD = 1
R, W, X = 4, 2, 1
BASE = 0x200000
DATA = 0x210000

# What libmicrokit gives every program: name and size of the variables that the tool writes (LIB-4).
LIBRARY = {"microkit_name": 64, "microkit_passive": 1, "microkit_irqs": 8, "microkit_notifications": 8,
           "microkit_pps": 8, "microkit_ioports": 8}

MARK = b"data of the test program"


class Program:
    """A program with one page of code and one of data. Each variable gets 64 bytes of the data page."""

    def __init__(self, variables=None):
        self.machine = AARCH64
        self.elf_class = 2
        self.byte_order = 1
        self.symbols = []
        self.segments = [[BASE, R | X, b"\xd4" * 64, 0x1000], [DATA, R | W, b"", 0x2000]]
        self.with_symbols = True
        self.mark = MARK
        for name, size in (LIBRARY | (variables or {})).items():
            self.symbols.append((name, DATA + 64 * (len(self.symbols) + 1), size))

    def add(self, name, address, size):
        self.symbols.append((name, address, size))
        return self

    def remove(self, name):
        self.symbols = [symbol for symbol in self.symbols if symbol[0] != name]
        return self

    def offset(self, name):
        """Where a variable is, counted from MARK."""
        return next(address for symbol, address, _ in self.symbols if symbol == name) - DATA

    def write(self, path):
        path.write_bytes(self.bytes())
        return path

    def bytes(self):
        self.segments[1][2] = self.mark.ljust(64 * (len(self.symbols) + 2), b"\0")
        headers = 64 + 56 * len(self.segments)
        body, programs = b"", b""
        for address, flags, content, memory_size in self.segments:
            programs += struct.pack("<IIQQQQQQ", PT_LOAD, flags, headers + len(body), address, address, len(content),
                                    memory_size, 0x1000)
            body += content
        sections, count = b"", 0
        if self.with_symbols:
            names, table = b"\0", bytes(24)
            for name, address, size in self.symbols:
                table += struct.pack("<IBBHQQ", len(names), 1, 0, 1, address, size)
                names += name.encode() + b"\0"
            symtab = headers + len(body)
            body += table + names
            strtab = symtab + len(table)
            sections = bytes(64)
            sections += struct.pack("<IIQQQQIIQQ", 0, 2, 0, 0, symtab, len(table), 2, 1, 8, 24)
            sections += struct.pack("<IIQQQQIIQQ", 0, 3, 0, 0, strtab, len(names), 0, 0, 1, 0)
            count = 3
        ident = b"\x7fELF" + bytes([self.elf_class, self.byte_order, 1]) + bytes(9)
        header = ident + struct.pack("<HHIQQQIHHHHHH", 2, self.machine, 1, BASE, 64, headers + len(body), 0, 64, 56,
                                     len(self.segments), 64, count, 0)
        return header + programs + body + sections
