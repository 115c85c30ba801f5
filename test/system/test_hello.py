# SPDX-License-Identifier: BSD-2-Clause
"""The hello system: a console and a greeting that share one serial line, and a timer."""

import re

import pytest

import nemea
from terminal import Terminal

BOOT_SECONDS = 60
SWITCH = "\x1c"
LINE_MAX = 120


@pytest.fixture(scope="module")
def hello(board, config):
    with nemea.Machine(nemea.image_of("hello", board, config), board, f"hello-{board}-{config}") as machine:
        machine.console.wait_for(r"Type help\.", BOOT_SECONDS)
        machine.console.wait_for(r"Hello, world!", BOOT_SECONDS)
        yield Terminal(machine)


def test_greeting(hello):
    hello.wait_for(r"Hello, world! This is hello, a protection domain of Nemea\.")


def test_clients_are_announced_before_input(hello):
    """SER-11, SER-14"""
    hello.machine.console.wait_for("\033\\[31m'console' is client 0\033\\[0m\r\n"
                                   "\033\\[32m'hello' is client 1\033\\[0m\r\nBegin input\r\n")


def test_nothing_but_clients_prints_in_release(hello, config):
    if config != "release":
        pytest.skip("the kernel and the SDK print in other configurations")
    assert hello.text.startswith("'console' is client 0"), hello.text[:200]


def test_help_lists_every_command(hello):
    hello.command("help", r"(?s)help .*echo .*uptime .*remind .*stats .*history .*name .*Keys:")


def test_echo(hello):
    hello.command("echo  two  spaces", r"\r\n two  spaces\r\n")


def test_unknown_command(hello):
    hello.command("frobnicate now", r"frobnicate: unknown command; try help")


def test_name(hello):
    hello.command("name", r"\r\nconsole\r\n")


def test_erase_keys(hello):
    after = hello.position()
    hello.type("echo wrong\x17right lettes\x7frs\r")
    hello.wait_for(r"\r\nright letters\r\n", after=after)


def test_history(hello):
    hello.command("echo remembered", r"\r\nremembered\r\n")
    after = hello.position()
    hello.type("\033[A\r")
    hello.wait_for(r"\r\nremembered\r\n", after=after)


def test_uptime_advances(hello):
    """TMR-2: the timer driver answers calls."""
    def uptime():
        match = hello.command("uptime", r"up (\d+)\.(\d{3}) s")
        return int(match[1]) * 1000 + int(match[2])

    first = uptime()
    hello.command("remind 500", "time is up")
    assert 500 <= uptime() - first <= 20000


def test_reminder(hello):
    """TMR-3, TMR-4: a timeout arrives, and a later one replaces an earlier one."""
    hello.command("remind 200 wake up", r"\r\nwake up\r\n")
    after = hello.position()
    hello.type("remind 1500 replaced\rremind 300 the second\r")
    found = hello.wait_for(r"\r\nthe second\r\n", after=after)
    hello.command("remind 2000 last", r"\r\nlast\r\n")
    assert "\r\nreplaced\r\n" not in hello.text[found.end():]


def test_switching_the_receiver(hello):
    """SER-21"""
    after = hello.position()
    hello.type(SWITCH + "1\rz")
    hello.wait_for(r"hello: you typed 0x7a", after=after)
    hello.type(SWITCH + SWITCH)
    hello.wait_for(r"hello: you typed 0x1c", after=after)
    hello.type(SWITCH + "7\ry")
    hello.wait_for(r"hello: you typed 0x79", after=after)
    hello.type(SWITCH + "0\r")
    hello.command("echo back", r"\r\nback\r\n")


def test_long_line_is_refused_at_its_end(hello):
    after = hello.position()
    hello.type("echo " + "x" * 200 + "\r")
    hello.wait_for("\r\n" + "x" * (LINE_MAX - 5) + "\r\n", after=after)


def test_flood_of_input(hello):
    """More than every queue on the way holds: characters may be lost, the keyboard works again soon after."""
    for _ in range(40):
        hello.type("\x15" + "f" * 300)
    for _ in range(30):
        after = hello.position()
        hello.type("\x15echo alive\r")
        try:
            hello.wait_for(r"\r\nalive\r\n", 2, after)
            break
        except AssertionError:
            continue
    hello.command("echo and well", r"\r\nand well\r\n")


def test_nothing_is_lost_on_the_way_out(hello):
    """SER-13: what clients send arrives whole, however much it is."""
    def dropped():
        return int(hello.command("stats", r"\d+ characters received, \d+ sent, (\d+) dropped")[1])

    before = dropped()
    after = hello.position()
    for number in range(50):
        hello.command(f"echo line {number:03}", rf"\r\nline {number:03}\r\n")
    shown = [int(n) for n in re.findall(r"\r\nline (\d{3})\r\n", hello.text[after:])]
    assert shown == list(range(50))
    assert dropped() == before
