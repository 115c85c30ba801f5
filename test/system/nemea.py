# SPDX-License-Identifier: BSD-2-Clause
"""The harness of the system tests: a running machine, its console and its ports on 127.0.0.1."""

import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "tools"))

import qemu  # noqa: E402  (found through the path just set)

LOGS = ROOT / "build" / "test"
START_ATTEMPTS = 3
SETTLE_SECONDS = 0.3


def image_of(system, board, config):
    """The boot image of a system, which the test runner has built."""
    return ROOT / "build" / "systems" / system / board / config / "loader.img"


def free_port(kind=socket.SOCK_STREAM):
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Console:
    """Everything that the machine printed, and a way to wait for more of it."""

    def __init__(self, stream, log):
        self.text = ""
        self.ended = False
        self.changed = threading.Condition()
        self.log = open(log, "w", encoding="utf-8", errors="replace")
        self.reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.reader.start()

    def _read(self, stream):
        while chunk := stream.read1(65536):
            text = chunk.decode("utf-8", errors="replace")
            self.log.write(text)
            self.log.flush()
            with self.changed:
                self.text += text
                self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def wait_for(self, pattern, timeout=30, after=0):
        """Wait until `pattern` (a regular expression) matches past position `after`; returns the match."""
        expression = re.compile(pattern, re.MULTILINE)
        limit = time.monotonic() + timeout
        with self.changed:
            while not (match := expression.search(self.text, after)):
                left = limit - time.monotonic()
                if self.ended or left <= 0:
                    why = "the machine ended" if self.ended else f"{timeout} s passed"
                    raise AssertionError(f"{why} before the console showed {pattern!r}; its end is:\n"
                                         + self.text[-2000:])
                self.changed.wait(left)
        return match

    def position(self):
        """Where the next output will stand: the `after` of a later wait."""
        with self.changed:
            return len(self.text)


class Machine:
    """A booted system. Use it in a `with` block: at its end the machine is stopped and its console kept.

    guest_ports: (protocol, port) pairs to be reached from the host; `port(...)` tells at which port.
    """

    def __init__(self, image, board, name, guest_ports=(), **options):
        self.image, self.board, self.name = image, board, name
        self.guest_ports = tuple(guest_ports)
        self.options = options
        self.host_ports = {}

    def __enter__(self):
        if not pathlib.Path(self.image).exists():
            raise AssertionError(f"{self.image} is missing: `make systems` builds it")
        LOGS.mkdir(parents=True, exist_ok=True)
        for _ in range(START_ATTEMPTS):
            self._start()
            time.sleep(SETTLE_SECONDS)
            if self.process.poll() is None:
                return self
        raise AssertionError(f"QEMU does not start: {self.console.text}")

    def _start(self):
        kinds = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
        self.host_ports = {guest: free_port(kinds[guest[0]]) for guest in self.guest_ports}
        forwards = [(protocol, host, port) for (protocol, port), host in self.host_ports.items()]
        self.process = qemu.spawn(qemu.command(self.board, self.image, forwards, **self.options),
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.console = Console(self.process.stdout, LOGS / f"{self.name}.console.log")

    def __exit__(self, *_):
        qemu.stop(self.process)
        self.console.reader.join(5)
        self.console.log.close()

    def port(self, protocol, guest_port):
        """The port on 127.0.0.1 that leads to a guest port."""
        return self.host_ports[(protocol, guest_port)]

    def type(self, text):
        """Press keys on the serial line."""
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def alive(self):
        return self.process.poll() is None
