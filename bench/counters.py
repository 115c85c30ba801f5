# SPDX-License-Identifier: BSD-2-Clause
"""A machine whose instructions are counted while it runs."""

import collections
import contextlib
import mmap
import pathlib
import struct
import time

import elf
import nemea
import table

CONFIG = "release"
BOOT_SECONDS = 60
QUIET_SECONDS = 0.25
QUIET_INSTRUCTIONS = 100_000

# The words of bench/plugin/counter.c.
Counts = collections.namedtuple("Counts", "user kernel idle idle_rounds at_kernel at_user at_idle")
LAYOUT = f"={len(Counts._fields)}Q"


def busy(counts):
    """All instructions but those of the idle loop."""
    return counts.user + counts.kernel


class Counters:
    """What the plugin has counted so far."""

    def __init__(self, path):
        path.write_bytes(bytes(struct.calcsize(LAYOUT)))
        with open(path, "r+b") as file:
            self.words = mmap.mmap(file.fileno(), 0)

    def read(self):
        return Counts(*struct.unpack(LAYOUT, self.words[:]))

    def wait_until_idle(self):
        """Wait until the machine has booted and then, timers aside, done nothing but idle for a while.

        Nothing may be sent to it earlier: a packet that comes before the network driver is up is sent again
        by QEMU's user network only when virtual time passes, and that stands still in a machine that idles
        without a timer.
        """
        limit = time.monotonic() + BOOT_SECONDS
        before = None
        while time.monotonic() < limit:
            now = self.read()
            if now.at_idle and before and busy(now) - busy(before) < QUIET_INSTRUCTIONS:
                return
            before = now
            time.sleep(QUIET_SECONDS)
        raise AssertionError(f"the machine is not idle after {BOOT_SECONDS} s")


def kernel_of(board):
    return elf.read(table.ROOT / f"build/kernel/{board}/{CONFIG}/bin/kernel.elf")


@contextlib.contextmanager
def machine(system, board, ports):
    """Boot a system under the counter plugin, its time being its instructions; yields (machine, counters)."""
    kernel = kernel_of(board)
    path = pathlib.Path(table.OUT) / f"{system}-{board}.counters"
    counters = Counters(path)
    idle = kernel.symbol("idle_loop")
    plugin = f"{table.OUT}/plugin/counter.so,out={path},entry={kernel.entry:#x},idle={idle:#x}"
    with nemea.Machine(nemea.image_of(system, board, CONFIG), board, f"bench-{system}-{board}", ports,
                       icount=True, plugin=plugin) as running:
        yield running, counters
