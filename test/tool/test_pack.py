# SPDX-License-Identifier: BSD-2-Clause
"""The site packer as a command: what it refuses and how it says so, and that its output can be reproduced."""

import os
import pathlib
import subprocess
import sys

import pytest

PACK = pathlib.Path(__file__).resolve().parents[2] / "os" / "webserver" / "pack"


def pack(*arguments, **environment):
    return subprocess.run([sys.executable, PACK, *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, **environment}, check=False)


@pytest.fixture
def folder(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("front")
    return site


def test_packs_a_folder_silently(folder, tmp_path):
    result = pack(folder, tmp_path / "image")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "image").read_bytes().startswith(b"NemeaWeb")


def test_the_same_folder_gives_the_same_bytes(folder, tmp_path):
    for image, age in (("one", 2_000_000_000), ("two", 2_100_000_000)):
        os.utime(folder / "index.html", (age, age))
        assert pack(folder, tmp_path / image, SOURCE_DATE_EPOCH="1700000000").returncode == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_files_with_equal_content_are_stored_once(folder, tmp_path):
    content = os.urandom(100_000)
    for name in ("a.bin", "b.bin", "c.bin"):
        (folder / name).write_bytes(content)
    assert pack(folder, tmp_path / "image").returncode == 0
    assert (tmp_path / "image").stat().st_size < 110_000


def test_added_files_give_way_to_those_of_the_folder(folder, tmp_path):
    (tmp_path / "extra").write_text("added")
    assert pack(folder, tmp_path / "image", "--add", f"/index.html={tmp_path / 'extra'}",
                "--add", f"/new={tmp_path / 'extra'}").returncode == 0
    image = (tmp_path / "image").read_bytes()
    assert b"front" in image and image.count(b"added") == 1


def test_hidden_files_stay_out(folder, tmp_path):
    (folder / ".secret").write_text("hidden words")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("hidden words")
    (folder / ".well-known").mkdir()
    (folder / ".well-known" / "security.txt").write_text("shown words")
    assert pack(folder, tmp_path / "image").returncode == 0
    image = (tmp_path / "image").read_bytes()
    assert b"hidden words" not in image and b"shown words" in image


@pytest.mark.parametrize("name, words", [
    ("missing", "is not a folder"),
    ("site/index.html", "is not a folder"),
    ("empty", "holds no file to serve"),
    ("linked", "leads outside the site"),
    ("dangling", "leads outside the site"),
    ("control", "no browser can ask for"),
])
def test_says_what_is_wrong_and_writes_nothing(folder, tmp_path, name, words):
    (tmp_path / "empty").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "passwd").symlink_to("/etc/passwd")
    (tmp_path / "dangling").mkdir()
    (tmp_path / "dangling" / "gone").symlink_to("/nowhere")
    (tmp_path / "control").mkdir()
    (tmp_path / "control" / "new\nline").write_text("")
    result = pack(tmp_path / name, tmp_path / "image")
    assert result.returncode == 1
    assert words in result.stderr and "error: " in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "image").exists()


@pytest.mark.parametrize("addition", ["x=y", "/x", "/x=/nowhere/at/all"])
def test_refuses_additions_that_make_no_sense(folder, tmp_path, addition):
    result = pack(folder, tmp_path / "image", "--add", addition)
    assert result.returncode == 1
    assert "error: " in result.stderr


def test_says_why_it_cannot_write(folder, tmp_path):
    result = pack(folder, tmp_path / "no" / "such" / "folder")
    assert result.returncode == 1
    assert "cannot be written" in result.stderr


def test_helps_and_refuses_wrong_use():
    assert "index.html" in pack("--help").stdout
    assert pack().returncode == 2
