# SPDX-License-Identifier: BSD-2-Clause
"""The longest stay in the kernel without a look at pending interrupts, over kernel API tests or fuzz corpus."""

import collections
import re
import subprocess

import elf
import kernel_profile
import qemu
import table
import verdicts

CONFIG = "release"
POINT = "preemption_point"
IDLE_LOOP_INSTRUCTIONS = 2
INSTRUCTION = re.compile(r"^ *([0-9a-f]+):\t[0-9a-f]+ \t(\S+)")
SHOWN_SHARE = 0.05  # calls that hold less of the stay are not shown


CORPUS_BOARD = "qemu_virt_aarch64"  # its programs make virtual CPUs


def image(board, folder="test/kernel"):
    return f"build/{folder}/{board}/{CONFIG}/image.elf"


def corpus_image():
    return image(CORPUS_BOARD, "fuzz/target")


def targets(board, of=image):
    return [of(board), "build/bench/plugin/longest.so"]


def break_addresses(kernel):
    """The instructions that end a stay: of preemption points, wherever they are inlined, of idling, and returns to
    user level, where a thread may fault before it has executed anything."""
    text = next(section for section in kernel.sections() if section.name == ".text")
    where = kernel_profile.places(kernel.path, range(text.address, text.address + text.size, 4))
    points = [address for address, (function, _) in where.items() if function == POINT]
    idle = kernel.symbol("idle_loop")
    returns = [address for address, operation in mnemonics(kernel).items() if operation == "eret"]
    return points + returns + [idle + 4 * i for i in range(IDLE_LOOP_INSTRUCTIONS)]


def trace(board, path):
    """The instruction addresses of the longest stay while the image at that path runs its tests."""
    kernel = elf.read(table.ROOT / f"build/kernel/{board}/{CONFIG}/bin/kernel.elf")
    breaks, out = table.OUT / f"breaks-{board}.txt", table.OUT / f"longest-{board}.trace"
    breaks.write_text("".join(f"{address:#x}\n" for address in break_addresses(kernel)))
    plugin = f"{table.OUT}/plugin/longest.so,entry={kernel.entry:#x},breaks={breaks},out={out}"
    process = qemu.spawn(verdicts.command(board, table.ROOT / path) + ["-plugin", plugin],
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        passed, failures = verdicts.judge(verdicts.console_lines(process))
    finally:
        qemu.stop(process)
    if failures:
        print(f"  {board}: {passed} tests passed, but not {'; '.join(failures)}")
    return kernel, [int(line, 16) for line in out.read_text().split()]


def mnemonics(kernel):
    """{address: mnemonic} of the kernel's code."""
    listing = subprocess.run(["aarch64-linux-gnu-objdump", "-d", "-w", kernel.path], check=True, capture_output=True,
                             text=True).stdout
    return {int(match[1], 16): match[2] for match in map(INSTRUCTION.match, listing.splitlines()) if match}


def inline_stacks(kernel, addresses):
    """{address: functions from the one that has code of its own to the innermost inlined one}."""
    listing = subprocess.run(["aarch64-linux-gnu-addr2line", "-a", "-i", "-f", "-e", kernel.path,
                              *map(hex, addresses)], check=True, capture_output=True, text=True).stdout
    stacks, current = {}, None
    for line in listing.splitlines():
        if line.startswith("0x"):
            current = stacks.setdefault(int(line, 16), [])
            names = True
        elif names:
            current.insert(0, line)
            names = False
        else:
            names = True
    return stacks


def call_tree(kernel, addresses):
    """{stack of function names: instructions of the stay below it}, from calls and returns as they were executed."""
    operations, inlined = mnemonics(kernel), inline_stacks(kernel, sorted(set(addresses)))
    counts, callers, returns = collections.Counter(), [], []
    for address in addresses:
        stack = (*callers, *inlined[address])
        for depth in range(1, len(stack) + 1):
            counts[stack[:depth]] += 1
        if operations[address] == "bl":
            callers += inlined[address]
            returns.append(len(inlined[address]))
        elif operations[address] == "ret" and returns:
            del callers[-returns.pop():]
    return counts


def story(kernel, addresses):
    """The calls that hold most of the stay, as an indented tree with instruction counts."""
    counts = call_tree(kernel, addresses)
    shown = [stack for stack, count in counts.items() if count >= SHOWN_SHARE * len(addresses)]
    return [f"{'  ' * (len(stack) - 1)}{stack[-1]} {counts[stack]:,}" for stack in tree_order(shown)]


def tree_order(stacks):
    """Callers before what they call, in the order of execution."""
    first = {stack: number for number, stack in enumerate(stacks)}
    return sorted(stacks, key=lambda stack: [first[stack[:depth]] for depth in range(1, len(stack) + 1)])


def measure(board, configuration, path=None, name="longest_stay"):
    """Returns (rows for the file, lines that show the calls)."""
    kernel, addresses = trace(board, path or image(board))
    row = (name, configuration, len(addresses), "instructions")
    return [row], [f"{configuration.upper()}, instructions by call:"] + \
        [f"  {line}" for line in story(kernel, addresses)]
