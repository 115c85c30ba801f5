#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The kernel reference against the interface: its C examples compile against the generated headers of every
build that they are meant for, every invocation and system call is described, and all links lead somewhere.

A block that starts with ```c is C at file scope, compiled after <sel4/sel4.h>. Words after `c` restrict it:
el1 or el2 (the kernel's exception level), debug, release or benchmark (the configuration).
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "test/host"))
import verdicts  # noqa: E402: found through the line above

DOCS = ROOT / "docs"
REFERENCE = DOCS / "kernel"
CONTENTS = DOCS / "kernel.md"
BOARDS = {"el1": "qemu_virt_aarch64_el1", "el2": "qemu_virt_aarch64"}
CONFIGS = ("release", "debug", "benchmark")
CROSS = os.environ.get("CROSS", "aarch64-linux-gnu-")
FLAGS = ["-std=gnu11", "-ffreestanding", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fsyntax-only", "-x", "c", "-"]
BLOCK = re.compile(r"^```c(?P<words>(?: [a-z0-9]+)*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)#:\s]+)(?:#[^)]*)?\)")


def blocks(page):
    """(restricting words, line of the first line of code, code) of each C block of a page."""
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        words = set(match["words"].split())
        unknown = words - set(BOARDS) - set(CONFIGS)
        assert not unknown, f"{page.name}: no build is called {', '.join(sorted(unknown))}"
        yield words, text.count("\n", 0, match.start("code")) + 1, match["code"]


def source_for(page, level, config):
    """What the compiler gets: the blocks for this build, each with its place in the page."""
    parts = ["#include <sel4/sel4.h>\n"]
    for words, line, code in blocks(page):
        levels, configs = words & set(BOARDS), words & set(CONFIGS)
        if (not levels or level in levels) and (not configs or config in configs):
            parts.append(f'#line {line} "{page.relative_to(ROOT)}"\n{code}')
    return "".join(parts)


def table_names(name, pattern):
    text = (ROOT / "abi/tables" / name).read_text(encoding="ascii")
    names = re.findall(pattern, text, re.MULTILINE)
    assert names, f"abi/tables/{name}: no line matches"
    return names


def table_section(name, section, pattern):
    text = (ROOT / "abi/tables" / name).read_text(encoding="ascii")
    part = re.search(rf"^\[{section}\]$(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    names = re.findall(pattern, part[1] if part else "", re.MULTILINE)
    assert names, f"abi/tables/{name}, [{section}]: no line matches"
    return names


class Reference(unittest.TestCase):
    pages = [CONTENTS, *sorted(REFERENCE.glob("*.md"))]

    def test_examples_compile_for_every_build(self):
        with tempfile.TemporaryDirectory() as folder:
            for level, board in BOARDS.items():
                for config in CONFIGS:
                    output = pathlib.Path(folder, f"{level}-{config}")
                    subprocess.run([sys.executable, str(ROOT / "abi/generate.py"), "--board", board, "--config",
                                    config, "--output", str(output)], check=True, capture_output=True)
                    self.compile_pages(level, config, output / "libsel4/include")

    def compile_pages(self, level, config, include):
        for page in self.pages:
            with self.subTest(page=page.name, level=level, config=config):
                result = subprocess.run([f"{CROSS}gcc", f"-I{include}", *FLAGS], text=True, check=False,
                                        input=source_for(page, level, config), capture_output=True)
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_every_invocation_has_an_example(self):
        code = "".join(part for page in self.pages for _, _, part in blocks(page))
        for service, method in table_names("invocations.tab", r"^[A-Z]\w+ +(\w+)\.(\w+)"):
            with self.subTest(invocation=f"{service}.{method}"):
                self.assertRegex(code, rf"\bseL4_{service}_{method}\(")

    def test_every_system_call_is_described(self):
        text = "".join(page.read_text(encoding="utf-8") for page in self.pages)
        for name in table_names("syscalls.tab", r"^-\d+ +(\w+)"):
            with self.subTest(call=name):
                self.assertRegex(text, rf"\b(seL4_)?{name}\b")

    def described(self, names):
        text = "".join(page.read_text(encoding="utf-8") for page in self.pages)
        for name in names:
            with self.subTest(name=name):
                self.assertRegex(text, rf"\b{name}\b")

    def test_every_error_is_described(self):
        self.described(table_section("constants.tab", "errors", r"^    (seL4_(?!NumErrors)\w+)"))

    def test_every_object_type_is_described(self):
        for section in ("objects", "mode_objects", "arch_objects"):
            self.described(table_section("constants.tab", section, r"^    (seL4_\w+Object)\b"))

    def test_every_fault_is_described(self):
        self.described(table_names("faults.tab", r"^(?!words|NullFault)([A-Z]\w+) +\d"))

    def test_every_boot_info_field_is_described(self):
        header = (ROOT / "abi/include/sel4/bootinfo_types.h").read_text(encoding="ascii")
        struct = re.search(r"typedef struct seL4_BootInfo \{(.*?)\} seL4_BootInfo;", header, re.DOTALL)
        self.described(re.findall(r"^    [\w ]+[ *](\w+)(?:\[\w+\])?;", struct[1], re.MULTILINE))

    def test_every_option_is_described(self):
        text = (REFERENCE / "configuration.md").read_text(encoding="utf-8")
        for key in table_names("config.tab", r"^option (\w+)"):
            with self.subTest(option=key):
                self.assertIn(f"`{key}`", text)

    def test_pages_are_linked_and_short(self):
        contents = CONTENTS.read_text(encoding="utf-8")
        for page in self.pages:
            with self.subTest(page=page.name):
                self.assertLessEqual(page.read_text(encoding="utf-8").count("\n"), 320)
                if page != CONTENTS:
                    self.assertIn(f"(kernel/{page.name})", contents)


class Links(unittest.TestCase):
    def test_links_lead_to_files(self):
        for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
            for match in LINK.finditer(page.read_text(encoding="utf-8")):
                with self.subTest(page=str(page.relative_to(ROOT)), target=match["target"]):
                    self.assertTrue((page.parent / match["target"]).exists())


if __name__ == "__main__":
    verdicts.main()
