# SPDX-License-Identifier: BSD-2-Clause
"""Two clients that do their worst beside the web server and the console: neither must notice (GEN-58, GEN-60).

One attacks the transmit virtualiser; the other is behind a transmit copier and claims the web server's IP address.
"""

import time

import pytest

import http_client
import nemea

HTTP_PORT = 80
BOOT_SECONDS = 60
REQUESTS = 60


@pytest.fixture(scope="module")
def hostile(board, config):
    name = f"hostile-{board}-{config}"
    with nemea.Machine(nemea.image_of("hostile", board, config), board, name, [("tcp", HTTP_PORT)]) as machine:
        machine.console.wait_for(r"serving \d+ files .* at http://", BOOT_SECONDS)
        machine.console.wait_for(r"#{40}", BOOT_SECONDS)
        yield machine


def get(machine, target):
    with http_client.Connection(("127.0.0.1", machine.port("tcp", HTTP_PORT))) as connection:
        connection.request("GET", target)
        return connection.response()


def test_web_server_keeps_serving(hostile):
    first = get(hostile, "/")
    assert first.status == 200
    slowest = 0
    for _ in range(REQUESTS):
        start = time.monotonic()
        assert get(hostile, "/").body == first.body
        slowest = max(slowest, time.monotonic() - start)
    assert slowest < 5


def test_console_keeps_answering(hostile):
    for number in range(5):
        before = hostile.console.position()
        hostile.type(f"echo ping{number}pong\r")
        # The line's own echo comes first; the answer starts a line.
        hostile.console.wait_for(rf"^ping{number}pong", 10, before)


def test_the_spoofer_is_stopped_by_the_copier(hostile, config):
    if config != "debug":
        pytest.skip("only debug builds of trusted components print")
    hostile.console.wait_for(r"guard: .*client claims to be another", 30)


def test_they_are_still_at_work_and_nobody_died(hostile):
    before = hostile.console.position()
    hostile.console.wait_for(r"#{40}", 30, before)
    assert "MON|ERROR" not in hostile.console.text
    assert get(hostile, "/").body
