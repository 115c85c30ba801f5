# SPDX-License-Identifier: BSD-2-Clause
"""The SDK alone: its examples, and systems of small programs that say what they find."""

import json
import re
import shutil
import subprocess

import pytest

import nemea

IMAGES = nemea.ROOT / "build" / "test" / "system" / "sdk"
BOOT_SECONDS = 60
MONITOR_STARTED = r"MON\|INFO: Microkit Monitor started!"
OTHER_ADDRESSES = ("0x90000000", "0x6fff0000", "0x48000000")


@pytest.fixture
def run(board, config, request):
    """A function that boots an image of these tests and returns its console."""
    machines = []

    def start(image, debug_only=True, **options):
        if debug_only and config != "debug":
            pytest.skip("the programs report through debug output")
        name = re.sub(r"\W+", "-", f"sdk-{board}-{config}-{request.node.name}")
        machine = nemea.Machine(IMAGES / board / config / image, board, name, **options)
        machine.__enter__()
        machines.append(machine)
        return machine.console

    yield start
    for machine in machines:
        machine.__exit__()


def test_hello_comes_after_the_monitor(run):
    console = run("example/hello/loader.img")
    monitor = console.wait_for(MONITOR_STARTED, BOOT_SECONDS)
    hello = console.wait_for(r"^hello, world\r?$")
    assert hello.start() > monitor.start()


def test_passive_server_works_on_its_clients_time(run):
    console = run("example/passive_server/loader.img")
    console.wait_for(r"client: done", BOOT_SECONDS)
    lines = [line for line in console.text.splitlines() if line.startswith(("server:", "client:", "MON|INFO: PD"))]
    assert lines == ["server: ready", "MON|INFO: PD 'server' is now passive!", "client: twice 1 is 2",
                     "client: twice 2 is 4", "client: twice 3 is 6", "server: notified on channel 3", "client: done"]


def test_parent_restarts_its_child_nine_times(run):
    console = run("example/hierarchy/loader.img")
    console.wait_for(r"worker: running", BOOT_SECONDS)
    assert console.text.count("crasher: starting") == 10
    assert "parent: child 1 has fault 6, stopping it" in console.text
    assert "never appears" not in console.text
    assert "MON|ERROR" not in console.text


def test_timer_interrupts_and_deferred_acknowledgement(run):
    run("example/timer/loader.img").wait_for(r"timer: tick 1\r?\ntimer: tick 2\r?\ntimer: tick 3\r?\ntimer: done",
                                             BOOT_SECONDS)


def test_release_images_are_silent(run, config):
    if config == "debug":
        pytest.skip("debug images print")
    console = run("example/passive_server/loader.img", debug_only=False)
    with pytest.raises(AssertionError, match="passed before"):
        console.wait_for(r".", timeout=4)


def check_memory(console):
    console.wait_for(r"reader: done", BOOT_SECONDS)
    assert "memory: done" in console.text
    assert "FAIL" not in console.text
    assert console.text.count(": pass ") == 16


def test_memory_regions_and_variables(run):
    check_memory(run("memory.img"))


def check_channels(console):
    console.wait_for(r"caller: three notifications", BOOT_SECONDS)
    assert "receiver: 62 channels in order" in console.text
    assert "FAIL" not in console.text


def test_all_channels_and_deferred_notifications(run):
    console = run("channels.img")
    check_channels(console)
    for line in ("sender microkit_notify: invalid channel given '10000'",
                 "sender microkit_deferred_notify: invalid channel given '62'",
                 "sender microkit_irq_ack: invalid channel given '0'",
                 "sender microkit_ppcall: invalid channel given '0'", "sender: done"):
        assert line in console.text


@pytest.mark.parametrize("address", OTHER_ADDRESSES)
def test_image_relocates_itself(board, config, address):
    """T-80: from above, overlapping its destination with the payload, and from far below."""
    if config != "debug":
        pytest.skip("the programs report through debug output")
    image = IMAGES / board / config / "channels.img"
    argv = [part.replace("addr=0x70000000", f"addr={address}") for part in nemea.qemu.command(board, image)]
    process = nemea.qemu.spawn(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    console = nemea.Console(process.stdout, nemea.LOGS / f"sdk-{board}-relocate-{address}.console.log")
    try:
        check_channels(console)
    finally:
        nemea.qemu.stop(process)


def test_elf_image(board, config):
    """T-81: the image as an ELF file, which QEMU loads where its header says."""
    if config != "debug":
        pytest.skip("the programs report through debug output")
    image = IMAGES / board / config / "memory.img.elf"
    argv = [part.replace(",addr=0x70000000", "") for part in nemea.qemu.command(board, image)]
    process = nemea.qemu.spawn(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    console = nemea.Console(process.stdout, nemea.LOGS / f"sdk-{board}-elf.console.log")
    try:
        check_memory(console)
    finally:
        nemea.qemu.stop(process)


def test_passive_servers_call_each_other(run):
    console = run("nested.img")
    console.wait_for(r"front: done", BOOT_SECONDS)
    assert "FAIL" not in console.text
    for line in ("middle: pass call while starting", "middle: pass call after a notification",
                 "PD 'middle' is now passive!", "PD 'back' is now passive!"):
        assert line in console.text


def report_of(console, pd):
    """The monitor's lines about one PD."""
    start = console.text.index(f"faulting PD: {pd}\n" if f"faulting PD: {pd}\n" in console.text
                               else f"faulting PD: {pd}\r\n")
    end = console.text.find("received message", start)
    return console.text[start:end if end >= 0 else None]


def test_fault_reports(run):
    console = run("faults.img")
    console.wait_for(r"healthy: starting", BOOT_SECONDS)
    assert "FAIL" not in console.text
    null_write = report_of(console, "null_write")
    assert "VMFault: fault_addr = 0x0000000000000000" in null_write
    assert "VMFault: data fault" in null_write and "write" in null_write and "translation fault" in null_write
    assert re.search(r"^pc +: 0x0000000000200", null_write, re.MULTILINE)
    assert re.search(r"^tpidrro_el0 *: 0x0{16}", null_write, re.MULTILINE)
    assert "stack overflow" not in null_write
    assert "possible stack overflow" in report_of(console, "overflow")
    bad_cap = report_of(console, "bad_cap")
    assert "CapFault: fault_addr = 0x000000000000271a" in bad_cap
    assert "in_recv_phase = true" in bad_cap and "guard mismatch" in bad_cap
    assert "guard_bits_found = 0x0000000000000031" in bad_cap
    assert "FPU" in report_of(console, "no_fpu")
    assert "DebugException: BRK instruction" in report_of(console, "break_point")
    assert "no_fault_entry is missing the 'fault' entry point" in console.text
    assert "faulting PD: no_fault_entry" in console.text
    assert "faulting PD: child" not in console.text


def test_shared_capabilities(run):
    console = run("sharing.img")
    console.wait_for(r"controller: done", BOOT_SECONDS)
    assert "FAIL" not in console.text
    assert console.text.index("controller: worker is stopped") < console.text.index("worker: init")
    assert console.text.count("worker: works") == 3


def test_domains_get_their_slices(run):
    console = run("domains.img", icount=True)
    for name in ("first", "second"):
        console.wait_for(rf"{name}: done", BOOT_SECONDS)
    for name, expected in (("first", 20), ("second", 10)):
        gaps = [int(gap) for gap in re.findall(rf"^{name}: away for (\d+) ms", console.text, re.MULTILINE)]
        assert len(gaps) == 3
        assert all(expected - 1 <= gap <= expected + 1 for gap in gaps), gaps


def test_budget_limits_a_spinner(run):
    console = run("budget.img", icount=True)
    percent = int(console.wait_for(r"share: others took (\d+) percent", BOOT_SECONDS).group(1))
    assert 10 <= percent <= 11


def test_virtual_machine(run, board):
    if board != "qemu_virt_aarch64":
        pytest.skip("virtual CPUs need the EL2 kernel")
    console = run("vm.img")
    console.wait_for(r"vmm: done", BOOT_SECONDS)
    assert "FAIL" not in console.text
    assert console.text.count("pass direction of the guest's access") == 2


def test_call_of_the_firmware(run, board):
    if board != "qemu_virt_aarch64":
        pytest.skip("the other machine's firmware is not called by SMC")
    console = run("smc.img")
    console.wait_for(r"smc: done", BOOT_SECONDS)
    assert "smc: pass version 1 of the power interface" in console.text


def test_same_inputs_give_the_same_image(board, config, tmp_path):
    """T-56, for binary and ELF output, with all files in another directory."""
    folder = IMAGES / board / config
    other = tmp_path / "a longer name of a folder"
    other.mkdir()
    for name in ("memory.system", "memory.elf", "reader.elf", "reader.stripped.elf", "letters.txt"):
        shutil.copy(folder / name, other)
    for kind, reference in (("binary", "memory.img"), ("elf", "memory.img.elf")):
        done = subprocess.run([nemea.ROOT / "build/sdk/bin/microkit", "memory.system", "--search-path", other,
                               "--board", board, "--config", config, "--image-type", kind, "-o", tmp_path / "again.img",
                               "-r", tmp_path / "report.txt"], cwd=other, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "again.img").read_bytes() == (folder / reference).read_bytes()


def test_json_dump_describes_the_graph(board, config):
    dump = json.loads((IMAGES / board / config / "channels.json").read_text())
    names = [entry["name"] for entry in dump["objects"]]
    cnode = dump["objects"][names.index("cnode_sender")]["object"]["CNode"]
    slots = dict(cnode["slots"])
    cap = slots[10 + 61]["Notification"]
    assert names[cap["object"]] == "ntfn_receiver"
    assert cap["badge"] == 1 << 61
    assert cap["rights"] == {"read": True, "write": True, "grant": False, "grant_reply": False}


def test_uimage_is_refused(board, config, tmp_path):
    """T-55."""
    folder = IMAGES / board / config
    done = subprocess.run([nemea.ROOT / "build/sdk/bin/microkit", folder / "memory.system", "--search-path", folder,
                           "--board", board, "--config", config, "--image-type", "uimage", "-o", tmp_path / "x.img",
                           "-r", tmp_path / "report.txt"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "uimage" in done.stderr and "aarch64" in done.stderr
    assert not (tmp_path / "x.img").exists()
