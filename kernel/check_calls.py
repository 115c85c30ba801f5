#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Bounds the kernel's stack, and refuses what would make it unbounded and what would run code that is gone.

Reads the disassembly of the linked kernel: what each function takes from the stack, and what it calls. Fails
on recursion, on calls through pointers, on stack use that is not a constant, if the deepest chain of calls does
not fit, and on calls from the rest of the kernel into the boot section, whose memory is given away. Prints the
deepest chain.
"""
import argparse
import re
import subprocess
import sys

SECTION = re.compile(r"^Disassembly of section (\S+):$")
FUNCTION = re.compile(r"^[0-9a-f]+ <([^>]+)>:$")
INSTRUCTION = re.compile(r"^ *([0-9a-f]+):\t[0-9a-f]+ \t(\S+)(?:\t(.*))?$")
TARGET = re.compile(r"<([^>+]+)(\+0x[0-9a-f]+)?>")
DIRECT_BRANCHES = ("b", "bl", "cbz", "cbnz", "tbz", "tbnz")
BOOT_SECTION = ".boot"
PUSH = re.compile(r"\[sp, #-(\d+)\]!")
SUBTRACT = re.compile(r"^sp, sp, #(0x[0-9a-f]+|\d+)(?:, lsl #(\d+))?")


class Function:
    """Stack bytes of one function and the functions that it calls or continues in."""

    def __init__(self, name, section):
        self.name = name
        self.section = section
        self.bytes = 0
        self.calls = set()
        self.problems = []

    def add(self, mnemonic, operands):
        push = PUSH.search(operands)
        subtract = SUBTRACT.match(operands) if mnemonic == "sub" else None
        if push:
            self.bytes += int(push.group(1))
        elif subtract:
            self.bytes += int(subtract.group(1), 0) << int(subtract.group(2) or 0)
        elif mnemonic == "sub" and operands.startswith("sp,"):
            self.problems.append(f"takes a variable amount of stack: sub {operands}")
        elif mnemonic in ("blr", "br"):
            self.problems.append(f"calls through a pointer: {mnemonic} {operands}")
        elif mnemonic.startswith("b.") or mnemonic in DIRECT_BRANCHES:
            target = TARGET.search(operands)
            if target and target.group(1) != self.name:
                self.calls.add(target.group(1))
            elif target and mnemonic == "bl":
                self.problems.append("calls itself")


def read_functions(objdump, elf):
    """Functions of the ELF file by name."""
    functions = {}
    current = None
    section = None
    text = subprocess.run([objdump, "-d", "-w", elf], check=True, capture_output=True,
                          text=True).stdout
    for line in text.splitlines():
        section_head = SECTION.match(line)
        head = FUNCTION.match(line)
        if section_head:
            section = section_head.group(1)
        if head:
            current = functions.setdefault(head.group(1), Function(head.group(1), section))
            continue
        instruction = INSTRUCTION.match(line)
        if instruction and current:
            current.add(instruction.group(2), instruction.group(3) or "")
    return functions


def late_boot_calls(functions):
    """Calls into the boot section from code that stays."""
    return [f"{f.name}: calls {c}, which is gone after boot" for f in functions.values() for c in f.calls
            if f.section != BOOT_SECTION and c in functions and functions[c].section == BOOT_SECTION]


def deepest(functions, root):
    """The chain of calls from root on that takes most stack, as (bytes, names). ValueError: there is a cycle."""
    known = {}
    path = []

    def visit(name):
        if name in path:
            raise ValueError("recursion: " + " -> ".join(path[path.index(name):] + [name]))
        if name not in known:
            path.append(name)
            best = max((visit(c) for c in functions[name].calls if c in functions), default=(0, []))
            path.pop()
            known[name] = (best[0] + functions[name].bytes, [name] + best[1])
        return known[name]

    return visit(root)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objdump", required=True, help="disassembler for the kernel's architecture")
    parser.add_argument("--limit", type=int, required=True, help="bytes of the kernel stack")
    parser.add_argument("--root", action="append", required=True, help="function called with an empty stack")
    parser.add_argument("elf")
    arguments = parser.parse_args()

    functions = read_functions(arguments.objdump, arguments.elf)
    problems = [f"{f.name}: {p}" for f in functions.values() for p in f.problems]
    problems += late_boot_calls(functions)
    chains = []
    for root in arguments.root:
        if root not in functions:
            problems.append(f"{root}: no such function")
            continue
        try:
            chains.append(deepest(functions, root))
        except ValueError as error:
            problems.append(str(error))
    for problem in problems:
        print(f"{arguments.elf}: error: {problem}", file=sys.stderr)
    if problems:
        return 1
    depth, chain = max(chains)
    print(f"{depth} of {arguments.limit} bytes of stack: {' > '.join(chain)}")
    if depth > arguments.limit:
        print(f"{arguments.elf}: error: the kernel stack has {arguments.limit} bytes, the chain above needs {depth}",
              file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
