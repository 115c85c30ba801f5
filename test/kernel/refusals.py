# SPDX-License-Identifier: BSD-2-Clause
"""Boots a kernel API test image with inputs that the boot protocol allows, or that the kernel has to refuse.

The boot stub reads from memory which deviation it should make (boot/boot.c). A debug kernel says why it stops, and
nothing runs after that (BOOT-7, BOOT-18); with the root image at the end of RAM all tests run as always (LDR-9).
"""

import select
import subprocess
import time

import qemu
import verdicts

DEVIATION_ADDRESS = 0xbffff000
NO_DEVIATION = 0
ROOT_AT_END = 1
BLOB_IN_GUEST_RAM = 11
IMAGE = "boot: the image of the initial task is not whole pages of RAM"
OVERLAP = "boot: kernel, device tree and the image of the initial task overlap"
BLOB = "boot: the device tree is not in memory that the kernel sees"
REFUSED = {
    2: ("an image whose end is not a page's", IMAGE),
    3: ("an empty image", "boot: the initial task does not fit into the user part of the address space"),
    4: ("an image that leaves RAM", IMAGE),
    5: ("an image inside of the kernel", OVERLAP),
    6: ("an image too high for its address space",
        "boot: the initial task does not fit into the user part of the address space"),
    7: ("a device tree where the kernel sees no memory", BLOB),
    8: ("a device tree inside of the image", OVERLAP),
    9: ("a device tree inside of the kernel", OVERLAP),
    10: ("a device tree whose size wraps around", BLOB),
}
SECONDS = 20
QUIET_SECONDS = 0.5


def machine_words(deviation):
    """What QEMU has to be told."""
    return ["-device", f"loader,addr={DEVIATION_ADDRESS:#x},data={deviation},data-len=4"]


def console_until(process, text):
    """What the machine prints until `text`, and for a moment longer; or until its time is over."""
    output, end = "", time.monotonic() + SECONDS
    while time.monotonic() < end:
        ready, _, _ = select.select([process.stdout], [], [], QUIET_SECONDS)
        if ready:
            output += process.stdout.read1(65536).decode(errors="replace")
        elif text in output:
            break
    return output


def refuses(board, image, deviation, message):
    process = qemu.spawn(verdicts.command(board, image) + machine_words(deviation), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        output = console_until(process, message)
    finally:
        qemu.stop(process)
    return message in output and "RUN " not in output


def run(board, image):
    """Every refusal; returns (passed, failures)."""
    failures = [f"{name} is not refused with '{message}'" for deviation, (name, message) in REFUSED.items()
                if not refuses(board, image, deviation, message)]
    return len(REFUSED) - len(failures), failures
