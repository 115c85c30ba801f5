# SPDX-License-Identifier: BSD-2-Clause
"""docs/sdf.md and docs/sdk.md say the truth: examples are tried, and the tables name what the tool knows."""

import json
import re

from conftest import ROOT

USUAL = ("--board", "qemu_virt_aarch64", "--config", "debug")
TEXT = (ROOT / "docs/sdf.md").read_text()
COMPOSITION = (ROOT / "docs/composition.md").read_text()
SDK_TEXT = (ROOT / "docs/sdk.md").read_text()


def blocks(language, page=TEXT):
    """The contents of the code blocks of one language, in order."""
    return [text for name, text in re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
            if name == language]


def test_example_system_is_right(tool, tmp_path):
    (tmp_path / "a.system").write_text(blocks("xml")[0])
    result = tool.run("a.system", *USUAL, "--emit-headers", "out", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_example_of_composition_is_right(tool, tmp_path):
    """With the database of our own drivers."""
    (tmp_path / "app.system").write_text(blocks("xml", COMPOSITION)[0])
    result = tool.run("expand", "app.system", "--board", "qemu_virt_aarch64", "--drivers", ROOT / "os/drivers", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    for name in re.findall(r"^\| (?:timer|serial|net) [^|]*\| `(\w+)`(?:, `(\w+)`)? \|", COMPOSITION, re.MULTILINE):
        for pd in filter(None, name):
            assert f'<protection_domain name="{pd}"' in result.stdout


def test_example_of_a_driver_is_ours():
    example, = blocks("json", COMPOSITION.replace("\n  ", "\n"))
    ours = json.loads((ROOT / "os/drivers/network/virtio/config.json").read_text())
    for region in ours["resources"]["regions"]:
        del region["perms"]
    assert json.loads(example) == ours


def test_example_of_domains_is_right(tool, tmp_path):
    pd = '<protection_domain name="p" domain="logging"><program_image path="x"/></protection_domain>'
    (tmp_path / "a.system").write_text(f"<system>{blocks('xml')[1]}{pd}</system>")
    result = tool.run("a.system", *USUAL, "--emit-headers", "out", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_example_of_a_message_is_what_the_tool_prints(tool, tmp_path):
    (tmp_path / "hello.system").write_text(blocks("xml")[0].replace('0x3_000_000" setvar', '0xffffffb000" setvar'))
    result = tool.run("hello.system", *USUAL, "--emit-headers", "out", cwd=tmp_path)
    assert result.stderr in blocks("")


def policy_of_example(tool, tmp_path, policy):
    """Check the example of docs/sdf.md, where the client calls the driver, with a region more."""
    system = blocks("xml")[0].replace("<system>", '<system><memory_region name="site" size="0x1000" />')
    (tmp_path / "web.system").write_text(system)
    (tmp_path / "web.policy").write_text(policy)
    return tool.run("check", "web.system", "--policy", "web.policy", cwd=tmp_path)


def test_example_of_a_policy_says_what_is_written_there(tool, tmp_path):
    policy, = blocks("policy", SDK_TEXT)
    result = policy_of_example(tool, tmp_path, policy)
    # All rules are kept but the last: the two share a buffer.
    assert "rules: 4, violations: 1" in result.stdout
    assert result.stderr.splitlines()[0].endswith("'client' shares writable memory with 'driver'")


def test_example_of_a_violation_is_what_the_tool_prints(tool, tmp_path):
    result = policy_of_example(tool, tmp_path, "forbid client -> uart\n")
    assert result.stderr in blocks("", SDK_TEXT)


def test_every_name_of_the_language_is_documented():
    source = (ROOT / "sdk/tool/sdf/sdf_schema.c").read_text()
    table = source[source.index("rules[] = {"):source.index("};\n\nconst size_t")]
    names = set(re.findall(r"[a-z_]+", " ".join(re.findall(r'"([^"]*)"', table))))
    assert len(names) > 60
    not_for_arm = {"size", "addr", "peripheral_id", "domain_id", "iomap", "iovaddr", "setvar_addr"}
    missing = {name for name in names - not_for_arm if not re.search(rf"[`<]{name}\b", TEXT + COMPOSITION)}
    assert not missing
