# SPDX-License-Identifier: BSD-2-Clause
"""Boots a system in QEMU with its console on this terminal (`make run`). Ctrl-C ends it.

The terminal is in raw mode meanwhile, so that the system's own console sees each key as it is pressed; the
Ctrl-C key is taken out here, which ends QEMU in good order and gives the terminal back as it was.
"""

import argparse
import os
import select
import signal
import socket
import subprocess
import sys
import termios
import tty

import qemu

CTRL_C = b"\x03"
HTTP_PORT = 80
SYSTEMS_WITH_HTTP = ("webserver",)


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class RawTerminal:
    """Raw input for the time of a `with` block; does nothing if standard input is no terminal."""

    def __enter__(self):
        self.saved = termios.tcgetattr(0) if sys.stdin.isatty() else None
        if self.saved:
            tty.setcbreak(0)
            mode = termios.tcgetattr(0)
            mode[3] &= ~termios.ISIG
            mode[0] &= ~termios.ICRNL
            termios.tcsetattr(0, termios.TCSANOW, mode)

    def __exit__(self, *_):
        if self.saved:
            termios.tcsetattr(0, termios.TCSADRAIN, self.saved)


def forward_keys(process):
    """Pass keys on to QEMU until Ctrl-C is pressed or QEMU ends. Without input, just wait."""
    ended = os.pidfd_open(process.pid)
    sources = [0, ended]
    try:
        while True:
            ready, _, _ = select.select(sources, [], [])
            if ended in ready:
                return
            keys = os.read(0, 1024)
            if CTRL_C in keys:
                return
            if not keys:
                sources.remove(0)
            process.stdin.write(keys)
            process.stdin.flush()
    finally:
        os.close(ended)


def interrupted(*_):
    raise KeyboardInterrupt


def run(command, greeting):
    """Run QEMU until Ctrl-C, a signal or its own end; returns its status, or 0 if it was ended from here."""
    process, status = None, 0
    try:
        print(greeting, flush=True)
        process = qemu.spawn(command, stdin=subprocess.PIPE)
        forward_keys(process)
        status = process.poll() or 0
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    finally:
        if process:
            qemu.stop(process)
    print()
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--board", required=True, choices=sorted(qemu.MACHINES))
    parser.add_argument("--system", required=True)
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1 for the web server")
    parser.add_argument("image")
    options = parser.parse_args()

    forwards, greeting = [], ""
    if options.system in SYSTEMS_WITH_HTTP:
        if not port_is_free(options.port):
            sys.exit(f"error: port {options.port} on 127.0.0.1 is in use by another program: stop that program, "
                     f"or choose another port with `make run PORT={options.port + 1}`")
        forwards.append(("tcp", options.port, HTTP_PORT))
        greeting = f"Open http://127.0.0.1:{options.port}/ in a browser. "

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    with RawTerminal():
        return run(qemu.command(options.board, options.image, forwards), greeting + "Ctrl-C ends the machine.")


if __name__ == "__main__":
    sys.exit(main())
