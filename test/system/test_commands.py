# SPDX-License-Identifier: BSD-2-Clause
"""The commands that people type: `make run` on a terminal, `make kernel`, the check for packages."""

import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import time

import pytest

import nemea

BOOT_SECONDS = 60
END_SECONDS = 20


def run_command(board, config, system, port):
    return ["/usr/bin/python3", str(nemea.ROOT / "tools" / "run.py"), "--board", board, "--system", system,
            "--port", str(port), str(nemea.image_of(system, board, config))]


class Session:
    """A command on a terminal of its own."""

    def __init__(self, command):
        self.terminal, other_end = pty.openpty()
        self.other_end = other_end
        self.modes = termios.tcgetattr(other_end)
        self.process = subprocess.Popen(command, stdin=other_end, stdout=other_end, stderr=other_end,
                                        start_new_session=True)
        self.text = ""

    def wait_for(self, expected, seconds):
        limit = time.monotonic() + seconds
        while expected not in self.text:
            left = limit - time.monotonic()
            assert left > 0, f"no {expected!r} in:\n{self.text[-1500:]}"
            if select.select([self.terminal], [], [], left)[0]:
                self.text += os.read(self.terminal, 65536).decode(errors="replace")

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def end(self):
        """Wait for the command; returns its status."""
        try:
            return self.process.wait(END_SECONDS)
        finally:
            self.process.kill()

    def machine(self):
        """The process id of the QEMU that the command started."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as children:
            return int(children.read().split()[0])


@pytest.fixture
def session(board, config):
    running = Session(run_command(board, config, "hello", 0))
    running.wait_for("Ctrl-C ends the machine", BOOT_SECONDS)
    running.wait_for("Type help", BOOT_SECONDS)
    yield running
    running.process.kill()
    os.close(running.terminal)
    os.close(running.other_end)


def gone(pid):
    limit = time.monotonic() + END_SECONDS
    while time.monotonic() < limit:
        if not os.path.exists(f"/proc/{pid}"):
            return True
        time.sleep(0.05)
    return False


def test_keys_reach_the_console(session):
    session.press("echo typed\r")
    session.wait_for("\ntyped", 20)


def test_ctrl_c_ends_the_machine_and_restores_the_terminal(session):
    machine = session.machine()
    assert termios.tcgetattr(session.other_end) != session.modes
    session.press("\x03")
    assert session.end() == 0
    assert gone(machine)
    assert termios.tcgetattr(session.other_end) == session.modes


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_machine_too(session, number):
    machine = session.machine()
    session.process.send_signal(number)
    assert session.end() == 0
    assert gone(machine)
    assert termios.tcgetattr(session.other_end) == session.modes


def test_a_killed_command_takes_its_machine_along(session):
    machine = session.machine()
    session.process.kill()
    assert gone(machine)


def test_a_busy_port_is_named(board, config):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        done = subprocess.run(run_command(board, config, "webserver", port), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: port {port} on 127.0.0.1 is in use")


def test_the_address_is_printed_first(board, config):
    port = nemea.free_port()
    session = Session(run_command(board, config, "webserver", port))
    session.wait_for(f"Open http://127.0.0.1:{port}/ in a browser.", BOOT_SECONDS)
    session.wait_for("Ctrl-C ends the machine.", BOOT_SECONDS)
    session.press("\x03")
    assert session.end() == 0


def test_make_help_names_every_command():
    text = subprocess.run(["make", "help"], cwd=nemea.ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("run", "test", "kernel", "sdk", "bench", "kernel-test", "clean", "help"):
        assert f"\n  {command} " in text


@pytest.mark.parametrize("setting, message", [
    ("BOARD=abacus", "unknown BOARD `abacus'"), ("CONFIG=quick", "unknown CONFIG `quick'"),
])
def test_a_wrong_setting_is_explained(setting, message):
    done = subprocess.run(["make", "kernel", setting], cwd=nemea.ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert message in done.stderr


def test_make_kernel_prints_just_the_path(board, config):
    done = subprocess.run(["make", "-s", "kernel", f"BOARD={board}", f"CONFIG={config}"], cwd=nemea.ROOT,
                          capture_output=True, text=True, check=True)
    path, = done.stdout.split()
    assert (nemea.ROOT / path).read_bytes()[:4] == b"\x7fELF"


@pytest.fixture
def packages_check():
    """A copy of tools/deps that everybody may read, with a list of a package that is there and one that nobody has."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        shutil.copy(nemea.ROOT / "tools" / "deps", folder)
        (folder / "packages.list").write_text("# needed\nmake   the build\nno-such-package-at-all   a test\n")
        yield folder / "deps"


def test_packages_are_named_without_root(packages_check):
    user = {"user": 65534} if os.geteuid() == 0 else {}
    done = subprocess.run([packages_check], capture_output=True, text=True, cwd="/", **user)
    assert done.returncode == 1
    assert "    no-such-package-at-all\n" in done.stderr
    assert "sudo apt-get install" in done.stderr


def test_the_check_for_packages_can_be_passed(packages_check):
    subprocess.run([packages_check], check=True, env=dict(os.environ, NEMEA_DEPS="skip"))
