# SPDX-License-Identifier: BSD-2-Clause
"""`microkit explain`: every class of message has an explanation, and every message finds its class."""

import re

import pytest

from test_sdf import CLASSES, descriptions, note_of

TOLD_BY_THE_BACK_END = {"E-SYM"}


def explain(tool, tmp_path, *args):
    return tool.run("explain", *args, cwd=tmp_path, sdk=False)


def test_list_of_classes(tool, tmp_path):
    result = explain(tool, tmp_path)
    assert result.returncode == 0
    assert {line.split()[0] for line in result.stdout.splitlines()} == CLASSES | TOLD_BY_THE_BACK_END


@pytest.mark.parametrize("name", sorted(CLASSES | TOLD_BY_THE_BACK_END))
def test_each_class(tool, tmp_path, name):
    result = explain(tool, tmp_path, name)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{name}: ")
    assert len(result.stdout.splitlines()) >= 4
    assert explain(tool, tmp_path, name.lower()).stdout == result.stdout


@pytest.mark.parametrize("path", descriptions("bad"), ids=lambda path: path.stem)
def test_each_message_finds_its_class(tool, tmp_path, path):
    message = path.with_suffix(".expected").read_text(errors="surrogateescape").split("\n")[0]
    result = explain(tool, tmp_path, message)
    assert result.stdout.split(":")[0] == note_of(path)[1], message


def test_message_of_the_back_end(tool, tmp_path):
    for words in (["symbol 'x' is not defined in 'a.elf', the image of PD 'p'"],
                  "error: symbol 'vaddr' in 'a', the image of PD 'p', has 4 bytes, but 8 are written".split()):
        assert explain(tool, tmp_path, *words).stdout.startswith("E-SYM: ")


def test_quoted_names_do_not_mislead(tool, tmp_path):
    result = explain(tool, tmp_path, "a:1:2: error: there is no memory region 'it overlaps duplicate symbol'")
    assert result.stdout.startswith("E-REF: ")


@pytest.mark.parametrize("words, message", [
    (["E-OVR"], "Did you mean 'E-OVL'?"), (["hello"], "Run microkit explain"), ([""], "Run microkit explain"),
    (["'" * 1000], "Run microkit explain"), (["\x1b[2J"], "Run microkit explain"), (["x" * 100000], "explain"),
])
def test_unknown(tool, tmp_path, words, message):
    result = explain(tool, tmp_path, *words)
    assert result.returncode == 1
    assert message in result.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f]", result.stderr)


def test_help(tool, tmp_path):
    assert explain(tool, tmp_path, "--help").stdout.startswith("usage: microkit explain ")
