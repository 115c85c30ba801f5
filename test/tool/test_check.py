# SPDX-License-Identifier: BSD-2-Clause
"""`microkit check`: answers about authority, and policies."""

import os
import random
import re

import pytest

from conftest import HERE
from test_fuzz import mutate

SYSTEM = """<system>
<memory_region name="uart" size="0x1000" phys_addr="0x9000000"/>
<memory_region name="queue" size="0x1000"/>
<memory_region name="log" size="0x1000"/>
<memory_region name="secret" size="0x1000"/>
<memory_region name="guest ram" size="0x200000"/>
<protection_domain name="driver" priority="200" smc="true"><program_image path="x"/>
  <map mr="uart" vaddr="0x1000000" cached="false"/><map mr="queue" vaddr="0x2000000" perms="r"/>
  <irq irq="33" id="0"/></protection_domain>
<protection_domain name="client" priority="10"><program_image path="x"/>
  <map mr="queue" vaddr="0x2000000"/><map mr="log" vaddr="0x3000000"/></protection_domain>
<protection_domain name="reader" priority="9"><program_image path="x"/>
  <map mr="log" vaddr="0x3000000" perms="r"/></protection_domain>
<protection_domain name="parent" priority="250"><program_image path="x"/>
  <protection_domain name="child" id="1" priority="5"><program_image path="x"/>
    <map mr="secret" vaddr="0x2000000"/></protection_domain></protection_domain>
<protection_domain name="holder"><program_image path="x"/>
  <cspace><cap_tcb slot="1" pd="child"/></cspace></protection_domain>
<protection_domain name="starver"><program_image path="x"/>
  <cspace><cap_sc slot="1" pd="child"/></cspace></protection_domain>
<protection_domain name="server" priority="100"><program_image path="x"/></protection_domain>
<protection_domain name="monitor1" priority="100"><program_image path="x"/>
  <virtual_machine name="vm"><vcpu id="0"/><map mr="guest ram" vaddr="0x40000000" perms="rwx"/></virtual_machine>
</protection_domain>
<channel><end pd="reader" id="1" pp="true" notify="false"/><end pd="server" id="1" notify="false"/></channel>
<channel><end pd="server" id="2"/><end pd="child" id="2" notify="false"/></channel>
</system>
"""


def check(tool, tmp_path, *args, policy=None, system=SYSTEM):
    (tmp_path / "a.system").write_text(system)
    if policy is not None:
        (tmp_path / "p").write_bytes(policy if isinstance(policy, bytes) else policy.encode())
        args = (*args, "--policy", "p")
    return tool.run("check", "a.system", *args, cwd=tmp_path)


def reach(tool, tmp_path, target):
    result = check(tool, tmp_path, "--reach", target)
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    return dict(line.strip().split(": ", 1) for line in lines[1:])


def test_overview(tool, tmp_path):
    result = check(tool, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == """\
Devices, and memory at fixed addresses:
  uart [0x9000000, 0x9001000)
    driver: rw
  irq 33
    driver
  SMC calls (to firmware, which may do anything)
    driver
Control (the authority of the first includes that of the second):
  'parent' is the parent of 'child'
  'holder' has the thread of 'child'
Memory that several share and at least one can write:
  queue (0x1000 bytes)
    driver: r
    client: rw
  log (0x1000 bytes)
    client: rw
    reader: r
"""


def test_overview_of_almost_nothing(tool, tmp_path):
    result = check(tool, tmp_path, system='<system><protection_domain name="p"><program_image path="x"/>'
                                          '</protection_domain></system>')
    assert result.stdout.count("  none\n") == 3


def test_reach_a_device(tool, tmp_path):
    answers = reach(tool, tmp_path, "uart")
    assert answers["driver"] == "directly, rw"
    assert answers["client"] == ("through others, as far as they let it: 'client' writes 'queue', which 'driver' "
                                 "reads")
    assert answers["reader"] == "not at all"  # it can read what the client writes, and do nothing to it
    assert answers["child"] == "not at all"
    assert reach(tool, tmp_path, "irq:33") == answers | {"driver": "directly"}


def test_reach_by_control(tool, tmp_path):
    answers = reach(tool, tmp_path, "region:secret")
    assert answers["child"] == "directly, rw"
    assert answers["parent"] == "with the authority of others: 'parent' is the parent of 'child'"
    assert answers["holder"] == "with the authority of others: 'holder' has the thread of 'child'"
    # To take time away is influence, but no right to the memory.
    assert answers["starver"] == ("through others, as far as they let it: 'starver' has the processor time of "
                                  "'child'")
    assert answers["reader"] == ("through others, as far as they let it: 'reader' calls 'server'; 'server' notifies "
                                 "'child'")
    assert reach(tool, tmp_path, "guest ram")["monitor1"] == "directly, rwx"


def test_reach_a_protection_domain(tool, tmp_path):
    answers = reach(tool, tmp_path, "pd:reader")
    assert answers["server"] == "through others, as far as they let it: 'server' replies to 'reader'"
    assert answers["client"].endswith("'client' writes 'log', which 'reader' reads")
    assert "reader" not in answers
    parent = reach(tool, tmp_path, "parent")
    assert parent["child"].endswith("'child' faults to 'parent'")


@pytest.mark.parametrize("policy", [
    "", "\n\n# nothing\n", "forbid reader -> uart", "forbid write driver -> queue", "forbid access client -> uart",
    "forbid share driver -> reader", "forbid access * -> irq 33 except driver",
    "forbid access * -> secret except parent, child, holder\r\n", 'forbid access "client"->"secret" # why',
    "forbid client -> uart unless via driver", "forbid access starver -> child", "forbid * -> uart except driver, client",
    'forbid access * -> "guest ram" except monitor1', "forbid reader -> secret unless via server",
    "forbid driver -> pd driver",
])
def test_kept_policies(tool, tmp_path, policy):
    result = check(tool, tmp_path, policy=policy)
    assert (result.returncode, result.stderr) == (0, "")
    rules = sum(line.startswith("forbid") for line in policy.splitlines())
    assert result.stdout == f"p: rules: {rules}, violations: 0\n"


@pytest.mark.parametrize("policy, first, note", [
    ("forbid client -> uart", "p:1:1: error: 'client' can reach 'uart'",
     "'client' writes 'queue', which 'driver' reads; 'driver' has 'uart': rw"),
    ("\n  forbid access * -> secret except child, holder", "p:2:3: error: 'parent' has access to 'secret'",
     "'parent' is the parent of 'child'; 'child' has 'secret': rw"),
    ("forbid write * -> log", "p:1:1: error: 'client' can write 'log'", "'client' has 'log': rw"),
    ("forbid access reader -> log", "p:1:1: error: 'reader' has access to 'log'", "'reader' has 'log': r"),
    ("forbid share reader -> client", "p:1:1: error: 'reader' shares writable memory with 'client'",
     "both map 'log'"),
    ("forbid access driver -> irq 33", "p:1:1: error: 'driver' has access to irq 33", "'driver' has irq 33"),
    ("forbid access holder -> child", "p:1:1: error: 'holder' has access to 'child'",
     "'holder' has the thread of 'child'"),
    ("forbid child -> pd parent", "p:1:1: error: 'child' can reach 'parent'", "'child' faults to 'parent'"),
    ("forbid reader -> secret unless via driver", "p:1:1: error: 'reader' can reach 'secret'",
     "'reader' calls 'server'; 'server' notifies 'child'; 'child' has 'secret': rw"),
])
def test_violations(tool, tmp_path, policy, first, note):
    result = check(tool, tmp_path, policy=policy)
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert lines[0] == first
    assert lines[2].lstrip(" |").startswith("^~~~~~")
    assert lines[3] == f"note: {note}"
    assert result.stdout == "p: rules: 1, violations: 1\n"


def test_all_violations_are_reported(tool, tmp_path):
    result = check(tool, tmp_path, policy="forbid access driver, client -> queue, log\nforbid write * -> secret")
    assert result.returncode == 1
    assert result.stdout == "p: rules: 2, violations: 6\n"
    assert result.stderr.count("error: ") == 6


@pytest.mark.parametrize("policy, where, what", [
    ("allow a -> b", "1:1", "expected 'forbid'"),
    ("forbid", "1:7", "expected a name"),
    ("forbid client", "1:14", "expected '->'"),
    ("forbid client uart", "1:15", "expected '->'"),
    ("forbid client ->", "1:17", "expected a name"),
    ("forbid client -> uart,", "1:23", "expected a name"),
    ("forbid client -> uart uart", "1:23", "expected the end of the line"),
    ("forbid client -> *", "1:18", "expected a name"),
    ("forbid client -> uart unless driver", "1:30", "expected 'via'"),
    ("forbid clinet -> uart", "1:8", "there is no protection domain 'clinet'. Did you mean 'client'?"),
    ("forbid client ->\nuart", "1:17", "expected a name"),
    ("forbid client -> flash", "1:18", "there is no protection domain or memory region 'flash'"),
    ("forbid client -> irq 34", "1:22", "no protection domain has interrupt 34"),
    ("forbid client -> irq uart", "1:22", "'uart' is not an interrupt number"),
    ("forbid client -> pd uart", "1:21", "there is no protection domain 'uart'"),
    ("forbid share client -> uart", "1:24", "sharing is between protection domains, and 'uart' is none"),
    ("forbid write client -> irq 33", "1:24", "only a memory region can be written, and irq 33 is none"),
    ('forbid "client -> uart\n"', "1:8", "this name does not end"),
    ("forbid client -> uart;", "1:22", "this character has no meaning in a policy"),
    (b"forbid client -> \0uart", "1:18", "this character has no meaning in a policy"),
    (b"forbid client -> \xff", "1:18", "there is no protection domain or memory region '\udcff'"),
    ('forbid ""->uart', "1:8", "there is no protection domain ''"),
])
def test_mistakes_in_policies(tool, tmp_path, policy, where, what):
    result = check(tool, tmp_path, policy=policy)
    assert result.returncode == 1
    assert result.stderr.splitlines()[0].startswith(f"p:{where}: error: {what}")


@pytest.mark.parametrize("seed", range(40))
def test_mutated_policies(tool, tmp_path, seed):
    """A policy is accepted or reported with a place; the tool itself never fails."""
    rng = random.Random(seed)
    policy = (b'forbid access * -> uart, irq 33 except driver, client\nforbid "client" -> region log unless via reader\n'
              b"# comment\nforbid share reader, child -> pd parent\n")
    for _ in range(rng.randrange(1, 6)):
        policy = mutate(rng, policy)
    result = check(tool, tmp_path, policy=policy)
    assert result.returncode in (0, 1), (policy, result.stderr)
    if result.returncode == 1:
        assert re.match(r"p:\d+:\d+: error: .", result.stderr)


def test_ambiguous_name(tool, tmp_path):
    system = SYSTEM.replace('"secret"', '"reader"')
    result = check(tool, tmp_path, policy="forbid client -> reader", system=system)
    assert result.returncode == 1
    assert "is both a protection domain and a memory region" in result.stderr
    assert check(tool, tmp_path, policy="forbid access client -> region reader", system=system).returncode == 0


def test_wrong_arguments(tool, tmp_path):
    for args, message in ((("--policy",), "argument --policy: expected a value"),
                          (("--policy", "none"), "cannot read the policy 'none'"),
                          (("--reach", "flash"), "--reach: there is no protection domain or memory region 'flash'"),
                          (("-o", "x"), "unrecognised argument: -o"),
                          (("--image-type", "elf"), "unrecognised argument: --image-type"),
                          (("--board", "toaster"), "unknown board 'toaster'")):
        result = check(tool, tmp_path, *args)
        assert result.returncode == 1
        assert f"microkit: error: {message}" in result.stderr
    result = tool.run("check", cwd=tmp_path)
    assert result.returncode == 1
    assert "the following arguments are required: system" in result.stderr


def test_pipe_as_policy_is_not_waited_for(tool, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    result = check(tool, tmp_path, "--policy", "pipe")
    assert result.returncode == 1
    assert "not a regular file" in result.stderr


def test_help(tool, tmp_path):
    for command, words in (("check", ("--reach", "--policy", "unless via")), ("graph", ("--output", "--board"))):
        for option in ("-h", "--help"):
            result = tool.run(command, option, cwd=tmp_path, sdk=False)
            assert result.returncode == 0
            assert result.stdout.startswith(f"usage: microkit {command} ")
            assert all(word in result.stdout for word in words)


def test_description_called_like_a_command(tool, tmp_path):
    (tmp_path / "check").write_text(SYSTEM)
    result = tool.run("./check", "--board", "qemu_virt_aarch64", "--config", "debug", "--emit-headers", "out",
                      cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out/driver.h").exists()


def test_largest_system(tool, tmp_path):
    (tmp_path / "p").write_text("forbid * -> " + ", ".join(f"pd{i}" for i in range(63)) + "\n")
    result = tool.run("check", HERE / "good/pds_63.system", "--policy", "p", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "p: rules: 1, violations: 0\n")
