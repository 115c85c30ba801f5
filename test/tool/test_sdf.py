# SPDX-License-Identifier: BSD-2-Clause
"""Every rule of the system description language, by example.

`bad/NAME.system` breaks one rule; the tool must end with status 1 and print exactly `bad/NAME.expected`.
`good/NAME.system` is right; the tool must accept it and print exactly `good/NAME.expected` (warnings), or
nothing if there is no such file. The comment in a description names the rule, the class of the error, and the
board and configuration that it is for.

`python3 test/tool/golden.py` rewrites the expected files after an intended change of the messages.
"""

import re

import pytest

from conftest import HERE

NOTE = re.compile(rb"<!-- ([^:;]*)(?:: (E-[A-Z]+))?; board (\S+)/(\S+) -->")

# Without a description of its own, each class of error would go untested.
CLASSES = {"E-TEXT", "E-ELEM", "E-ATTR", "E-MISS", "E-NUM", "E-VAL", "E-REF", "E-DUP", "E-OVL", "E-SEM", "E-ARCH",
           "E-FILE", "E-MEM", "E-XML", "E-DEV"}


def descriptions(kind):
    return sorted((HERE / kind).glob("*.system"))


def note_of(path):
    rule, error_class, board, config = NOTE.search(path.read_bytes()).groups()
    return rule.decode(), error_class and error_class.decode(), board.decode(), config.decode()


def check_shape(path, stderr, error_class):
    """FILE:LINE:COLUMN: error: ..., then the line, then a mark under it."""
    lines = stderr.split("\n")
    assert re.match(rf"{re.escape(path.name)}:\d+:\d+: error: .", lines[0])
    line = int(lines[0].split(":")[1])
    assert re.match(rf" *{line} \| ", lines[1])
    assert re.fullmatch(r"      \| \s*\^~*", lines[2])
    if error_class not in ("E-XML", "E-TEXT"):
        assert re.fullmatch(rf"note: on element '[^']*': {re.escape(path.name)}:\d+:\d+", lines[3])


def test_all_classes_are_tested():
    assert {note_of(path)[1] for path in descriptions("bad")} == CLASSES


@pytest.mark.parametrize("path", descriptions("bad"), ids=lambda path: path.stem)
def test_bad(tool, path):
    _, error_class, board, config = note_of(path)
    result = tool.load(path.name, "-o", "/dev/null", "-r", "/dev/null", cwd=path.parent, board=board,
                       config=config)
    assert result.stderr == path.with_suffix(".expected").read_text(errors="surrogateescape")
    assert result.returncode == 1
    check_shape(path, result.stderr, error_class)


@pytest.mark.parametrize("path", descriptions("good"), ids=lambda path: path.stem)
def test_good(tool, path, tmp_path):
    _, error_class, board, config = note_of(path)
    expected = path.with_suffix(".expected")
    result = tool.load(path.name, "--emit-headers", tmp_path, cwd=path.parent, board=board, config=config)
    assert error_class is None
    assert result.stderr == ""
    assert result.stdout == (expected.read_text() if expected.exists() else "")
    assert result.returncode == 0


@pytest.mark.parametrize("path", descriptions("bad"), ids=lambda path: path.stem)
def test_headers_need_a_valid_description(tool, path, tmp_path):
    """--emit-headers checks everything but the existence of files."""
    _, error_class, board, config = note_of(path)
    result = tool.load(path.name, "--emit-headers", tmp_path / "headers", cwd=path.parent, board=board,
                       config=config)
    missing_file_is_fine = error_class == "E-FILE" and any(word in path.name for word in ("image", "directory", "section"))
    assert result.returncode == (0 if missing_file_is_fine else 1)
    assert (tmp_path / "headers").exists() == missing_file_is_fine
