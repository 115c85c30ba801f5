# SPDX-License-Identifier: BSD-2-Clause
"""The longest stay in the kernel without a look at pending interrupts, over all kernel API tests."""

import collections
import subprocess

import elf
import kernel_profile
import qemu
import table
import verdicts

CONFIG = "release"
POINT = "preemption_point"
IDLE_LOOP_INSTRUCTIONS = 2
SHOWN = 8


def image(board):
    return f"build/test/kernel/{board}/{CONFIG}/image.elf"


def targets(board):
    return [image(board), "build/bench/plugin/longest.so"]


def break_addresses(kernel):
    """The instructions that end a stay: of preemption points, wherever they are inlined, and of idling."""
    text = next(section for section in kernel.sections() if section.name == ".text")
    where = kernel_profile.places(kernel.path, range(text.address, text.address + text.size, 4))
    points = [address for address, (function, _) in where.items() if function == POINT]
    idle = kernel.symbol("idle_loop")
    return points + [idle + 4 * i for i in range(IDLE_LOOP_INSTRUCTIONS)]


def trace(board):
    """The instruction addresses of the longest stay while the kernel API tests run."""
    kernel = elf.read(table.ROOT / f"build/kernel/{board}/{CONFIG}/bin/kernel.elf")
    breaks, out = table.OUT / f"breaks-{board}.txt", table.OUT / f"longest-{board}.trace"
    breaks.write_text("".join(f"{address:#x}\n" for address in break_addresses(kernel)))
    plugin = f"{table.OUT}/plugin/longest.so,entry={kernel.entry:#x},breaks={breaks},out={out}"
    process = qemu.spawn(verdicts.command(board, table.ROOT / image(board)) + ["-plugin", plugin],
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        passed, failures = verdicts.judge(verdicts.console_lines(process))
    finally:
        qemu.stop(process)
    if failures:
        print(f"  {board}: {passed} kernel API tests passed, but not {'; '.join(failures)}")
    return kernel, [int(line, 16) for line in out.read_text().split()]


def measure(board, configuration):
    """Returns (rows for the file, lines that tell where the instructions are)."""
    kernel, addresses = trace(board)
    where = kernel_profile.places(kernel.path, sorted(set(addresses)))
    functions = collections.Counter(where[address][0] for address in addresses)
    story = ", ".join(f"{function} {count:,}" for function, count in functions.most_common(SHOWN))
    row = ("longest_stay", configuration, len(addresses), "instructions")
    return [row], [f"{configuration.upper()}: {story}"]
