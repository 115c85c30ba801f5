# SPDX-License-Identifier: BSD-2-Clause
"""Kernel operations: boots the benchmark's root task under the span plugin and sums up what that counts."""

import collections
import pathlib
import re
import select
import statistics
import subprocess
import sys
import time

import elf
import qemu
import table
import verdicts

CONFIG = "release"
BOARDS = {"el1": "qemu_virt_aarch64_el1", "el2": "qemu_virt_aarch64"}
RUN_SECONDS = 60
OPERATION = re.compile(r"^OPERATION (\d+) (\S+)$", re.MULTILINE)

Span = collections.namedtuple("Span", "instructions code_lines data_lines")


def folder(board, config=CONFIG):
    return pathlib.Path("build/bench/kernel") / board / config


def spans_file(board, config=CONFIG):
    """What the plugin writes: a line for each span. Runs of two configurations may go on at the same time."""
    return table.OUT / f"spans-{board}-{config}.txt"


def targets(board):
    """What make has to build for a measurement."""
    return [f"{folder(board)}/image.elf", "build/bench/plugin/span.so"]


def command(board, config, spans, traced):
    kernel = elf.read(table.ROOT / f"build/kernel/{board}/{config}/bin/kernel.elf")
    root = elf.read(table.ROOT / folder(board, config) / "root.elf")
    plugin = f"{table.OUT}/plugin/span.so,out={spans},from={kernel.entry:#x},to={root.entry:#x}"
    if traced is not None:
        plugin += f",trace={traced}"
    image = table.ROOT / folder(board, config) / "image.elf"
    return verdicts.command(board, image) + ["-plugin", plugin, "-d", "plugin"]


def console_until_end(process):
    """The console's text up to the line END; ends the program if the guest fails or falls silent."""
    text, limit = "", time.monotonic() + RUN_SECONDS
    while "END\n" not in text:
        left = limit - time.monotonic()
        ready = left > 0 and select.select([process.stdout], [], [], left)[0]
        chunk = process.stdout.read1(65536) if ready else b""
        text += chunk.decode(errors="replace").replace("\r", "")
        if not chunk or "FAIL" in text:
            sys.exit(f"error: the kernel benchmark did not end well; its console:\n{text}")
    return text


def run(board, config=CONFIG, traced=None):
    """Boot one board; returns the spans of each operation by name. traced: number of the one to trace."""
    spans = spans_file(board, config)
    process = qemu.spawn(command(board, config, spans, traced), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        names = dict(OPERATION.findall(console_until_end(process)))
    finally:
        qemu.stop(process)
    found = {name: [] for name in names.values()}
    for line in spans.read_text().splitlines():
        number, *counts = line.split()
        found[names[number]].append(Span(*map(int, counts)))
    missing = [name for name, samples in found.items() if not samples]
    if missing:
        sys.exit(f"error: no measurement of {', '.join(missing)} on {board}; see {spans}")
    return found


def medians(samples):
    """The typical span: a timer interrupt that fell into one span in a hundred does not show."""
    return Span(*(statistics.median_low(column) for column in zip(*samples)))


def measure():
    """Returns {operation: {configuration: (typical span, lowest and highest number of instructions)}}."""
    results = {}
    for configuration, board in BOARDS.items():
        for name, samples in run(board).items():
            counts = [span.instructions for span in samples]
            results.setdefault(name, {})[configuration] = (medians(samples), min(counts), max(counts))
    return results


def orientation():
    """Returns (seL4's values by operation and configuration, aims by operation)."""
    reference = {(row["operation"], row["configuration"]): int(row["value"])
                 for row in table.read(table.ROOT / "bench/reference.tsv")}
    aims = {row["operation"]: int(row["value"]) for row in table.read(table.ROOT / "bench/aims.tsv")}
    return reference, aims


def publish(results, sizes):
    """Write kernel.tsv and lines.tsv and print them. sizes: rows about the kernel's size."""
    write_files(results, sizes)
    reference, aims = orientation()
    rows = []
    for name, by_board in results.items():
        one, two = by_board["el1"], by_board["el2"]
        lines = f"{two[0].code_lines} + {two[0].data_lines}" if all(two[0]) else None
        rows.append((name, one[0].instructions, two[0].instructions, f"{two[1]:,} to {two[2]:,}", lines,
                     aims.get(name), reference.get((name, "el1")), reference.get((name, "el2"))))
    table.show("Kernel operations, in instructions (release; seL4 16.0 for orientation)",
               ("operation", "EL1", "EL2", "EL2 range", "EL2 lines", "aim", "seL4 EL1", "seL4 EL2"), rows,
               ("lines: touched cache lines of 64 bytes, code + data",))
    values = {(name, configuration): value for name, configuration, value, _ in sizes}
    table.show("Kernel size (release)", ("what", "EL1", "EL2", "unit", "aim", "seL4 EL1", "seL4 EL2"),
               [(name, values[name, "el1"], values[name, "el2"], unit, aims.get(name),
                 reference.get((name, "el1")), reference.get((name, "el2")))
                for name, configuration, _, unit in sizes if configuration == "el1"])


def write_files(results, sizes):
    counts, lines = [], []
    for name, by_board in results.items():
        for configuration, (span, _, _) in by_board.items():
            counts.append((name, configuration, span.instructions, "instructions"))
            if all(span):
                lines.append((name, configuration, span.code_lines, "code lines"))
                lines.append((name, configuration, span.data_lines, "data lines"))
    table.write("kernel", counts + sizes)
    table.write("lines", lines)
