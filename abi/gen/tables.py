# SPDX-License-Identifier: BSD-2-Clause
"""Reading of the interface tables: comments, sections, continuation lines and conditions."""

import pathlib
import re

TABLES = pathlib.Path(__file__).resolve().parent.parent / "tables"


class TableError(Exception):
    """A table, or an option given by the user, is wrong; the text says what and where."""


class Line:
    """One logical line of a table: its words, its condition (or None) and its place for messages."""

    def __init__(self, place, text):
        self.place = place
        body, _, condition = text.partition(" if ")
        condition, _, self.otherwise = condition.partition(" else ")
        self.words = body.split()
        self.indented = text[:1].isspace()
        self.condition = condition.strip() or None

    def error(self, message):
        return TableError(f"{self.place}: error: {message}")

    def holds(self, config):
        return self.condition is None or evaluate(self.condition, config, self.place)


def read(name, join_indented=False):
    """Return {section: [Line]}; lines before the first section stand in section ''."""
    path = TABLES / name
    sections = {"": []}
    current = sections[""]
    for number, raw in enumerate(path.read_text(encoding="ascii").splitlines(), 1):
        text = raw.split("#", 1)[0].rstrip()
        if not text.strip():
            continue
        header = re.fullmatch(r"\[(\w+)\]", text)
        if header:
            current = sections.setdefault(header.group(1), [])
        elif join_indented and text[0].isspace() and current:
            current[-1].words += text.split()
        else:
            current.append(Line(f"{path.name}:{number}", text))
    return sections


def evaluate(condition, config, place):
    """Value of `A & !B & C=value` over configuration values."""
    return all(_term(term.strip(), config, place) for term in condition.split("&"))


def _term(term, config, place):
    negated = term.startswith("!")
    key, _, wanted = term.lstrip("!").strip().partition("=")
    if key not in config:
        raise TableError(f"{place}: error: condition names unknown configuration key {key}")
    value = config[key]
    result = (str(value) == wanted) if wanted else bool(value)
    return result != negated
