# SPDX-License-Identifier: BSD-2-Clause
"""Sizes: the kernel's code, data and sources, and the images that are booted."""

import pathlib
import re
import shlex

import counters
import table

COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"', re.DOTALL)
SYSTEMS = ("hello", "echo", "webserver")


def targets(board):
    return [f"build/systems/{system}/{board}/{counters.CONFIG}/loader.img" for system in SYSTEMS]


def sources(board):
    """The kernel's own files, generated ones aside, that the compiler has read for a board."""
    folder = table.ROOT / f"build/kernel/{board}/{counters.CONFIG}/obj/kernel"
    found = set((table.ROOT / "kernel/arch/aarch64").glob("*.S"))
    for list_of_files in folder.glob("*.d"):
        for name in shlex.split(list_of_files.read_text().replace("\\\n", " ").replace(":", " ")):
            path = pathlib.Path(name)
            if path.parts[0] == "kernel" and path.suffix in (".c", ".h", ".S"):
                found.add(table.ROOT / path)
    return sorted(found)


def code_lines(path):
    """Lines that hold more than white space and comments."""
    def without_comments(match):
        return match.group() if match.group().startswith('"') else ""

    code = COMMENT_OR_TEXT.sub(without_comments, path.read_text())
    return sum(bool(line.strip()) for line in code.splitlines())


def kernel_rows(board, configuration):
    sections = {section.name: section.size for section in counters.kernel_of(board).sections()}
    paths = sources(board)
    image = sum(size for name, size in sections.items() if name != ".bss")
    text = sections[".text"]
    lines = sum(len(path.read_text().splitlines()) for path in paths)
    return [("kernel_text", configuration, text, "bytes"),
            ("kernel_read_only_data", configuration, sections[".rodata"], "bytes"),
            ("kernel_data", configuration, sections.get(".data", 0) + sections[".bss"], "bytes"),
            ("kernel_boot_code_and_data", configuration, boot_bytes(board), "bytes"),
            ("kernel_image", configuration, image, "bytes"),
            ("kernel_lines", configuration, sum(map(code_lines, paths)), "lines"),
            ("kernel_lines_with_comments", configuration, lines, "lines")]


def boot_bytes(board):
    """What boot code and data take before they are aligned: up to their last symbol's end."""
    kernel = counters.kernel_of(board)
    start = kernel.entry
    end = kernel.symbol("ki_boot_end")
    return max(address + size for address, size in kernel.symbol_sizes() if start <= address < end) - start


def image_rows(board, configuration):
    images = {system: table.ROOT / f"build/systems/{system}/{board}/{counters.CONFIG}/loader.img"
              for system in SYSTEMS}
    return [(f"image_{system}", configuration, image.stat().st_size, "bytes")
            for system, image in images.items()]
