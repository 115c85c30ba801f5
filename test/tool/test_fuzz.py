# SPDX-License-Identifier: BSD-2-Clause
"""Mutated descriptions: whatever the input, the tool accepts it or reports one error, and never fails itself.

The seed is fixed, so every run tests the same inputs. MICROKIT_FUZZ_ROUNDS=N tries more of them.
"""

import os
import random
import re

import pytest

from conftest import HERE
from test_sdf import descriptions, note_of

ROUNDS = int(os.environ.get("MICROKIT_FUZZ_ROUNDS", "40"))
BATCHES = 8
INTERESTING = [b"", b"0", b"-1", b"0x", b"_", b"0xffffffffffffffff", b"0xfffffffffffff000", b"18446744073709551616",
               b"0x8000000000000000", b"62", b"61", b"&#0;", b"&#10;", b"&lt;", b"&a;", b"\xff", b"\xc3\xa9",
               b"true", b"a" * 5000, b"0x" + b"0" * 5000, b"%s%n", b"../../x", b"\xf0\x9f\x92\xa9"]
WORDS = re.compile(rb'"[^"]*"|[A-Za-z_]+')
SEEDS = [path for kind in ("good", "bad") for path in descriptions(kind) if path.stat().st_size < 4000]


def mutate_bytes(rng, data):
    at = rng.randrange(len(data) + 1)
    choice = rng.randrange(4)
    if choice == 0:
        return data[:at] + bytes([rng.randrange(256)]) + data[at + 1:]
    if choice == 1:
        return data[:at] + data[at + rng.randrange(1, 20):]
    if choice == 2:
        return data[:at] + data[rng.randrange(len(data) + 1):][:rng.randrange(200)] + data[at:]
    return data[:at]


def mutate_words(rng, data):
    """Replace a value or a name by another one that means something."""
    words = list(WORDS.finditer(data))
    if not words:
        return data
    old = rng.choice(words)
    if old[0].startswith(b'"'):
        new = rng.choice([b'"' + rng.choice(INTERESTING) + b'"', rng.choice(words)[0]])
    else:
        new = rng.choice(words)[0]
    return data[:old.start()] + new + data[old.end():]


def mutate_lines(rng, data):
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    line = lines[rng.randrange(len(lines))]
    at = rng.randrange(len(lines))
    lines[at:at + rng.randrange(2)] = [line] * rng.choice([1, 1, 2, 70])
    return b"".join(lines)


def mutate(rng, data):
    for _ in range(rng.randrange(1, 4)):
        data = rng.choice([mutate_bytes, mutate_words, mutate_words, mutate_lines])(rng, data)
    return data[:100_000]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutations(tool, tmp_path, batch):
    rng = random.Random(batch)
    (tmp_path / "files").symlink_to(HERE / "files")
    work = tmp_path / "work"
    work.mkdir()
    for number in range(ROUNDS):
        seed = rng.choice(SEEDS)
        _, _, board, config = note_of(seed)
        data = mutate(rng, seed.read_bytes())
        (work / "fuzz.system").write_bytes(data)
        result = tool.load("fuzz.system", "--emit-headers", "headers", cwd=work, board=board, config=config)
        what = f"mutation {number} of {seed.name} with seed {batch}: {data!r}\n{result.stderr}"
        assert result.returncode in (0, 1), what
        assert (result.returncode == 1) == (": error: " in result.stderr), what
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", result.stderr + result.stdout), what


@pytest.mark.parametrize("element, count", [("memory_region", 100_000), ("map", 50_000), ("irq", 100_000),
                                            ("channel", 50_000), ("protection_domain", 100_000)])
def test_many_elements_take_no_long_time(tool, tmp_path, element, count):
    """Work grows no worse than n log n: these end within seconds even under the sanitizers."""
    image = '<program_image path="x.elf"/>'
    region, inside, outside = '<memory_region name="r" size="0x1000"/>', "", ""
    if element == "memory_region":
        outside = "".join(f'<memory_region name="m{i}" size="0x1000"/>' for i in range(count))
    elif element == "map":
        inside = "".join(f'<map mr="r" vaddr="{0x1000 * i}"/>' for i in range(count))
    elif element == "irq":
        inside = "".join(f'<irq irq="{i}" id="{i % 62}"/>' for i in range(count))
    elif element == "channel":
        outside = '<channel><end pd="p" id="1"/><end pd="p" id="2"/></channel>' * count
    else:
        outside = f'<protection_domain name="q">{image}</protection_domain>' * count
    (tmp_path / "a.system").write_text(
        f'<system>{region}<protection_domain name="p">{image}{inside}</protection_domain>{outside}</system>')
    result = tool.run("a.system", "--board", "qemu_virt_aarch64", "--config", "debug", "--emit-headers", "out",
                      cwd=tmp_path, timeout=20)
    assert result.returncode in (0, 1)
