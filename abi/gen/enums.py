# SPDX-License-Identifier: BSD-2-Clause
"""Constants: system calls, errors, limits, object types, labels, fault words. Values and header text."""

import re

from . import tables


class Enum:
    """An enumeration with resolved values: members is [(name, value)] in declaration order."""

    def __init__(self, name, word):
        self.name = name
        self.word = word
        self.members = []


class Constants:
    """All constants of a build: `value[name]`, and per table section its enums and macros in order."""

    def __init__(self, config):
        self.config = config
        self.value = {}
        self.sections = {}
        for section, lines in tables.read("constants.tab").items():
            self.sections[section] = self._section(lines)

    def _section(self, lines):
        items, current, skip = [], None, False
        for line in lines:
            kind = line.words[0]
            if kind == "define":
                current = None
                if line.holds(self.config):
                    items.append((line.words[1], self._define(line)))
            elif kind == "enum":
                skip = not line.holds(self.config)
                current = Enum(line.words[1], "word" in line.words[2:])
                if not skip:
                    items.append(current)
            elif current is None or not line.indented:
                raise line.error(f"'{kind}' is neither enum, define nor an enumerator")
            elif not skip and line.holds(self.config):
                self._enumerator(current, line)
        return items

    def _define(self, line):
        text = line.words[2]
        if text.startswith("@"):
            text = str(self.config[text[1:]])
        self.value[line.words[1]] = self._number(text)
        return text

    def _enumerator(self, enum, line):
        name = line.words[0]
        following = enum.members[-1][1] + 1 if enum.members else 0
        value = self._number(line.words[1]) if len(line.words) > 1 else following
        enum.members.append((name, value))
        self.value[name] = value

    def _number(self, text):
        if re.fullmatch(r"[A-Za-z_]\w*", text):
            return self.value.get(text)
        return int(text.strip("()"), 0)


def render(items):
    """Header text of the items of a section."""
    parts = []
    for item in items:
        parts.append(render_enum(item) if isinstance(item, Enum) else f"#define {item[0]} {item[1]}\n")
    return "\n".join(_join_defines(parts))


def _join_defines(parts):
    joined = []
    for part in parts:
        if joined and part.startswith("#define") and joined[-1].startswith("#define"):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def render_enum(enum, typedef=None):
    lines = [f"typedef enum {enum.name} {{"]
    lines += [f"    {name} = {value}," for name, value in enum.members]
    if enum.word:
        lines.append(f"    SEL4_FORCE_LONG_ENUM({typedef or enum.name}),")
    lines.append(f"}} {typedef or enum.name};")
    return "\n".join(lines) + "\n"


def syscalls(config):
    """The numbers of the system calls that are built in (SYS-1, SYS-2)."""
    enum = Enum("seL4_Syscall_ID", True)
    for line in tables.read("syscalls.tab")[""]:
        if line.holds(config):
            enum.members.append(("seL4_Sys" + line.words[1], int(line.words[0])))
    return enum
