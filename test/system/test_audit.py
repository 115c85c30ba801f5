# SPDX-License-Identifier: BSD-2-Clause
"""The capabilities and mappings that exist after boot are exactly those that the description asks for.

Each system is built once more with --snapshot, booted, and `microkit audit` compares what the
kernel printed with the description. Changed snapshots show that the comparison sees a difference of each kind.
"""

import os
import re
import subprocess

import pytest

import nemea

BUILD = nemea.ROOT / "build"
SYSTEMS = ["systems/hello", "systems/echo", "systems/webserver", "test/system/hostile"]
SDK_SYSTEMS = ["invocation", "memory", "channels", "faults", "sharing", "domains", "budget", "nested", "vm", "smc"]
EXAMPLES = sorted(path.parent.name for path in (nemea.ROOT / "sdk/example").glob("*/*.system"))
BOOT_SECONDS = 60
END_OF_SNAPSHOT = r"INIT\|INFO: end of snapshot\r?$"


def places(board, config):
    """The description of each system, and the folders of what it needs."""
    programs = BUILD / "os" / board / config
    for system in SYSTEMS:
        name = system.split("/")[-1]
        yield name, nemea.ROOT / system / f"{name}.system", [programs, BUILD / "systems" / name / board / config]
    tests = BUILD / "test/system/sdk" / board / config
    for name in SDK_SYSTEMS:
        yield f"sdk-{name}", tests / f"{name}.system", [tests]
    for name in EXAMPLES:
        yield f"example-{name}", BUILD / "sdk/example" / name / f"{name}.system", [tests / "example" / name]


def tool(arguments, description, folders, board, config, cwd):
    return subprocess.run([BUILD / "sdk/bin/microkit", *arguments, description, "--board", board, "--config", config,
                           "--drivers", nemea.ROOT / "os/drivers", "--search-path", *folders], cwd=cwd,
                          capture_output=True, text=True, env=dict(os.environ, MICROKIT_SDK=str(BUILD / "sdk")))


class Audit:
    """One system, its snapshot, and the comparison of any text with it."""

    def __init__(self, name, board, config, folder):
        self.folder, self.board, self.config = folder, board, config
        _, self.description, self.folders = next(place for place in places(board, config) if place[0] == name)
        done = tool(["--snapshot", "-o", "loader.img", "-r", "report.txt"], self.description, self.folders, board,
                    config, folder)
        assert done.returncode == 0, done.stderr
        with nemea.Machine(folder / "loader.img", board, f"audit-{board}-{name}") as machine:
            machine.console.wait_for(END_OF_SNAPSHOT, BOOT_SECONDS)
            self.log = machine.console.text

    def compare(self, log):
        (self.folder / "log.txt").write_text(log, newline="")
        return tool(["audit", "--log", "log.txt"], self.description, self.folders, self.board, self.config, self.folder)


def start(name, board, config, folder):
    if config != "debug":
        pytest.skip("only debug kernels print snapshots")
    if name in ("sdk-vm", "sdk-smc") and board != "qemu_virt_aarch64":
        pytest.skip("needs the EL2 kernel")
    return Audit(name, board, config, folder)


@pytest.mark.parametrize("name", [place[0] for place in places("", "")])
def test_what_exists_is_what_is_described(name, board, config, tmp_path):
    audit = start(name, board, config, tmp_path)
    done = audit.compare(audit.log)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    counts = re.search(r"threads: (\d+), capabilities: (\d+), runs of mapped pages: (\d+), differences: 0", done.stdout)
    assert all(int(count) > 1 for count in counts.groups())


@pytest.fixture(scope="module")
def channels(board, config, tmp_path_factory):
    return start("sdk-sharing", board, config, tmp_path_factory.mktemp("audit"))


# What is changed in the snapshot, and what the tool must say. Each pattern fits the first place in the log.
CHANGES = {
    "badge of a notification": (r"(notification object \S+ size 0 rights 0x3 data )0x1\b",
                                r"\g<1>0x2", "badge 0x2, but should be"),
    "rights of an endpoint": (r"(fault_handler: endpoint object \S+ size 0 rights )0x7", r"\g<1>0xf", "fault handler"),
    "other object": (r"(      0x3: vspace object )\S+", r"\g<1>0x1000", "its address space is vspace at 0x1000"),
    "capability too many": (r"(      0x3: vspace)",
                            r"      0x2: endpoint object 0x1000 size 0 rights 0x7 data 0x0\r\n\1",
                            "slot 2 is endpoint at 0x1000, rights RWG, badge 0x0, but should be nothing"),
    "capability too few": (r"      0x4: reply [^\n]*\n", "", "its reply object is nothing, but should be reply"),
    "capability in the root": (r"(    0x0: cnode object )",
                               r"    0x2: tcb object 0x1000 size 0 rights 0x0 data 0x0\r\n\1",
                               "slot 2 of its root is tcb at 0x1000"),
    "larger capability space": (r"(cspace: cnode object \S+ size )6", r"\g<1>7", "its capability space"),
    "priority": (r"priority (\d+) mcp \1", r"priority \1 mcp 254", "maximum controlled priority"),
    "writable program": (r"(map 0x200000 to \S+ at \S+ attributes )0x47f", r"\g<1>0x4ff", "memory should not be there"),
    "other physical memory": (r"(map 0x200000 to \S+ at )\S+", r"\g<1>0x1000", "physical 0x1000"),
    "memory too few": (r"  map 0x200000 [^\n]*\n", "", "memory is missing: [0x200000"),
    "memory too much": (r"(  map 0x200000 )", r"  map 0x0 to 0x1000 at 0x1000 attributes 0x7ff\r\n\1",
                        "memory should not be there: [0x0, 0x1000)"),
    "timeout handler": (r"timeout_handler: null object 0x0",
                        "timeout_handler: endpoint object 0x1000", "its timeout handler"),
    "no thread": (r"(  tcb: )\S+", r"\g<1>0x1000", "there is no such thread"),
    "authority of the initialiser": (r"(size 17 rights(?:[^\n]*\n){10}?)(    0x)",
                                     r"\1    0x77: untyped object 0x0 size 20 rights 0x0 data 0x0\r\n\2",
                                     "the initialiser: still has untyped in slot 0x77"),
}
EL2_ONLY = {"writable program"}


@pytest.mark.parametrize("name", CHANGES)
def test_difference_is_seen(channels, name, board):
    if name in EL2_ONLY and board != "qemu_virt_aarch64":
        pytest.skip("attributes of stage 2")
    pattern, replacement, message = CHANGES[name]
    changed, count = re.subn(pattern, replacement, channels.log, count=1)
    assert count == 1
    done = channels.compare(changed)
    assert (done.returncode, done.stderr) == (1, "")
    assert message in done.stdout


@pytest.mark.parametrize("change, message", [
    (lambda log: log.replace("snapshot of the system", ""), "has no snapshot"),
    (lambda log: log.replace("end of snapshot", ""), "without an end"),
    (lambda log: log.replace("  tcb: ", "  what: "), "cannot be read"),
])
def test_unusable_log(channels, change, message):
    done = channels.compare(change(channels.log))
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr


def test_snapshot_needs_a_debug_kernel(board, config, tmp_path):
    if config == "debug":
        pytest.skip("this is one")
    _, description, folders = next(place for place in places(board, config) if place[0] == "hello")
    done = tool(["--snapshot", "-o", "x.img"], description, folders, board, config, tmp_path)
    assert done.returncode == 1
    assert "cannot print a snapshot" in done.stderr
