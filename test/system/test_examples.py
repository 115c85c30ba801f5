# SPDX-License-Identifier: BSD-2-Clause
"""The SDK's examples, each in every configuration: by what it prints, or by what the debugger finds where it does not."""

import subprocess

import pytest

import nemea

EXAMPLES = nemea.ROOT / "build" / "test" / "system" / "sdk"
TOOL = nemea.ROOT / "build" / "sdk" / "bin" / "microkit"
BOOT_SECONDS = 60

# Name: (pattern of its last line, commands of the debugger, what these must print).
EXPECTED = {
    "hello": (r"^hello, world\r?$", ["break hello microkit_dbg_puts"], ["[in hello]"]),
    "passive_server": (r"client: done", ["break server protected"], ["[in server]", "protected ("]),
    "hierarchy": (r"worker: running", ["break worker init", "print parent restarts"], ["restarts = 9"]),
    "timer": (r"timer: done", ["break timer stop", "print timer ticks"], ["ticks = 3"]),
    "ethernet": (r"ethernet: the gateway is at 52:55:0a:00:02:02", ["break ethernet print_answer"], ["[in ethernet]"]),
    "domains": (r"black: done", ["break black report"], ["[in black]"]),
    "shared_memory": (r"the sum of the first 100 squares is 328350",
                      ["break consumer microkit_dbg_puts", "print consumer sum"], ["sum = 328350"]),
    "fault_handling": (r"guest: random number 938\r?\nemulator: that is not the device",
                       ["break emulator refuse", "print emulator emulated"], ["emulated = 4"]),
    "reinit": (r"client: served again by generation 2", ["break client finished", "print client generation"],
               ["generation = 2"]),
    "user_scheduling": (r"scheduler: done", ["break scheduler stop_timer", "print scheduler rounds"], ["rounds = 3"]),
}


def image_of(example, board, config):
    return EXAMPLES / board / config / "example" / example / "loader.img"


def debugger(image, commands):
    """The output of the debugger: the first command comes before the machine runs, the others when it has stopped."""
    first, *others = [f"microkit {command}" for command in commands]
    words = [word for command in (first, "continue", *others) for word in ("--command", command)]
    return subprocess.run([TOOL, "debug", "--batch", *words, image], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=BOOT_SECONDS).stdout


@pytest.mark.parametrize("example", EXPECTED)
def test_example(example, board, config):
    pattern, commands, words = EXPECTED[example]
    image = image_of(example, board, config)
    if config == "debug":
        with nemea.Machine(image, board, f"example-{example}-{board}") as machine:
            machine.console.wait_for(pattern, BOOT_SECONDS)
        return
    output = debugger(image, commands)
    for word in words:
        assert word in output, output


def test_every_example_is_tested():
    folders = {path.name for path in (nemea.ROOT / "sdk" / "example").iterdir()}
    assert folders == set(EXPECTED)
    for folder in folders:
        assert (nemea.ROOT / "sdk" / "example" / folder / "README.md").exists()
