# SPDX-License-Identifier: BSD-2-Clause
"""`microkit graph`: the picture is well-formed, complete, and nothing in it lies on something else."""

import random
import re
import xml.etree.ElementTree as xml

import pytest

from conftest import HERE
from test_check import SYSTEM
from test_fuzz import mutate
from test_sdf import descriptions, note_of

SVG = "{http://www.w3.org/2000/svg}"


def draw(tool, tmp_path, system, *args, cwd=None):
    result = tool.run("graph", system, "-o", tmp_path / "out.svg", *args, cwd=cwd or tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    return xml.parse(tmp_path / "out.svg").getroot()


def text_of(element):
    return [text.text for text in element.iter(SVG + "text")]


def boxes(root):
    """(title, element, x, y, width, height) of each node."""
    found = []
    for group in root.iter(SVG + "g"):
        rect = group.find(SVG + "rect")
        found.append((group.find(SVG + "title").text, group,
                      *(float(rect.get(key)) for key in ("x", "y", "width", "height"))))
    return found


def check_layout(root):
    places = boxes(root)
    width, height = float(root.get("width")), float(root.get("height"))
    for i, (name, _, x, y, w, h) in enumerate(places):
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, name
        for other, _, x2, y2, w2, h2 in places[:i]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y, (name, other)
    assert "nan" not in xml.tostring(root, encoding="unicode")


def check_text_fits(root):
    for name, group, _, _, width, _ in boxes(root):
        rows = {}
        for text in group.iter(SVG + "text"):
            rows.setdefault(text.get("y"), []).append(len(text.text))
        assert all(sum(row) * 6.6 + 8 <= width for row in rows.values()), name


@pytest.mark.parametrize("path", descriptions("good"), ids=lambda path: path.stem)
def test_every_good_description_is_drawn(tool, tmp_path, path):
    _, _, board, config = note_of(path)
    root = draw(tool, tmp_path, path.name, "--search-path", "../files", "--board", board, "--config", config,
                cwd=path.parent)
    check_layout(root)
    check_text_fits(root)
    names = re.findall(r'<protection_domain[^>]*\bname="(\w+)"', re.sub("<!--.*?-->", "", path.read_text(), flags=re.S))
    assert set(names) <= {title.split("\n")[0] for title, *_ in boxes(root)}


def test_what_is_shown(tool, tmp_path):
    (tmp_path / "a.system").write_text(SYSTEM)
    root = draw(tool, tmp_path, "a.system")
    shown = {title.split("\n")[0]: [line.strip() for line in title.split("\n")[1:]] for title, *_ in boxes(root)}
    assert shown["uart"] == ["0x9000000 4 KiB", "rw driver"]
    assert shown["driver"] == ["slices of 1000 µs", "irq 33 level", "SMC calls to firmware"]
    assert shown["driver – client"] == ["r queue rw"]
    assert shown["client – reader"] == ["rw log r"]
    assert "secret" in " ".join(shown["child"])
    assert shown["monitor1"][1:] == ["VM vm 1 vCPU", "rwx guest ram 2 MiB"]
    links = {frozenset(key.split(" – ")): value for key, value in shown.items() if " – " in key}
    assert [line.strip("◀▶ ") for line in links[frozenset(("reader", "server"))]] == ["call 1–1"]
    assert [line.strip("◀▶ ") for line in links[frozenset(("parent", "child"))]] == ["parent, child 1"]
    assert links[frozenset(("holder", "child"))] and links[frozenset(("starver", "child"))]
    texts = text_of(root)
    for priority in ("200", "10", "9", "250", "5", "100"):
        assert priority in texts
    assert len(root.findall(f"{SVG}path[@class='edge call']")) == 3  # two ends and the legend


def test_channel_directions(tool, tmp_path):
    (tmp_path / "a.system").write_text("""<system>
        <protection_domain name="low" priority="1"><program_image path="x"/></protection_domain>
        <protection_domain name="high" priority="2" passive="true"><program_image path="x"/><irq irq="40" id="0"
            trigger="edge"/></protection_domain>
        <channel><end pd="low" id="3" pp="true" notify="false"/><end pd="high" id="7"/></channel></system>""")
    root = draw(tool, tmp_path, "a.system")
    shown = dict(title.split("\n", 1) for title, *_ in boxes(root))
    # The domain with the interrupt is at the left; the call goes to it, the notification to the other.
    assert [line.strip() for line in shown["high – low"].split("\n")] == ["◀ call 7–3", "notify 7–3 ▶"]
    assert shown["high"].split("\n")[0].strip() == "passive: on callers' time"


def thirty_domains():
    parts = []
    for i in range(30):
        server = i < 3
        maps = "".join(f'<map mr="m{j}" vaddr="{0x10000000 + j * 0x100000:#x}"/>' for j in range(3, 30)
                       if (server and j % 3 == i) or j == i)
        parts.append(f'<protection_domain name="domain_{i}" priority="{200 - i}"><program_image path="x"/>{maps}'
                     '</protection_domain>')
        if not server:
            parts.append(f'<memory_region name="m{i}" size="0x1000"/>')
            parts.append(f'<channel><end pd="domain_{i % 3}" id="{i}"/><end pd="domain_{i}" id="1" pp="true"/></channel>')
    return f"<system>{''.join(parts)}</system>"


def test_thirty_domains(tool, tmp_path):
    (tmp_path / "a.system").write_text(thirty_domains())
    root = draw(tool, tmp_path, "a.system")
    check_layout(root)
    check_text_fits(root)
    assert len(boxes(root)) == 30 + 27
    # Neither a tower nor a ribbon: it shall fit on a screen.
    assert 0.5 < float(root.get("width")) / float(root.get("height")) < 3


def test_memory_of_many(tool, tmp_path):
    domains = "".join(f'<protection_domain name="p{i}"><program_image path="x"/><map mr="shared" vaddr="0x1000000" '
                      f'perms="{"rw" if i == 0 else "r"}"/></protection_domain>' for i in range(5))
    (tmp_path / "a.system").write_text(f'<system><memory_region name="shared" size="0x3000"/>{domains}</system>')
    root = draw(tool, tmp_path, "a.system")
    check_layout(root)
    lines = dict(title.split("\n", 1) for title, *_ in boxes(root))["shared"].split("\n")
    assert [line.strip() for line in lines] == ["rw p0", "r p1", "r p2", "r p3", "r p4"]
    assert len(root.findall(f"{SVG}path[@class='edge shared']")) == 6


def test_hostile_names(tool, tmp_path):
    names = ["<script>alert(1)</script>", "a&b\"c'd", "é" * 300, "日本語", "]]>", "%s%n"]
    escaped = [name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") for name in names]
    domains = "".join(f'<protection_domain name="{name}"><program_image path="x"/><map mr="{name}" vaddr="0x1000000"/>'
                      "</protection_domain>" for name in escaped)
    regions = "".join(f'<memory_region name="{name}" size="0x1000"/>' for name in escaped)
    (tmp_path / "<&.system").write_text(f"<system>{domains}{regions}</system>")
    root = draw(tool, tmp_path, "<&.system")
    check_layout(root)
    assert {title.split("\n")[0] for title, *_ in boxes(root)} == set(names)
    assert "<&.system" in text_of(root)
    assert root.find(f".//{SVG}script") is None
    assert all(len(text) <= 100 for text in text_of(root))


@pytest.mark.parametrize("seed", range(40))
def test_mutated_descriptions(tool, tmp_path, seed):
    rng = random.Random(seed)
    data = SYSTEM.encode()
    for _ in range(rng.randrange(1, 4)):
        data = mutate(rng, data)
    (tmp_path / "a.system").write_bytes(data)
    result = tool.run("graph", "a.system", cwd=tmp_path)
    assert result.returncode in (0, 1), result.stderr
    assert (tmp_path / "system.svg").exists() == (result.returncode == 0)
    if result.returncode == 0:
        check_layout(xml.parse(tmp_path / "system.svg").getroot())


def test_pictures_repeat(tool, tmp_path):
    (tmp_path / "a.system").write_text(SYSTEM)
    draw(tool, tmp_path, "a.system")
    first = (tmp_path / "out.svg").read_bytes()
    draw(tool, tmp_path, "a.system")
    assert (tmp_path / "out.svg").read_bytes() == first


def test_default_output_and_errors(tool, tmp_path):
    (tmp_path / "a.system").write_text(SYSTEM)
    assert tool.run("graph", "a.system", cwd=tmp_path).returncode == 0
    assert (tmp_path / "system.svg").exists()
    result = tool.run("graph", "a.system", "-o", "none/a.svg", cwd=tmp_path)
    assert result.returncode == 1
    assert "microkit: error: cannot write the picture 'none/a.svg'" in result.stderr
    result = tool.run("graph", HERE / "bad/xml_mismatched_tag.system", "-o", "bad.svg", cwd=tmp_path)
    assert result.returncode == 1
    assert not (tmp_path / "bad.svg").exists()
    for option in ("--policy", "--reach", "--emit-headers", "-r"):
        result = tool.run("graph", "a.system", option, "x", cwd=tmp_path)
        assert result.returncode == 1
        assert f"unrecognised argument: {option}" in result.stderr
