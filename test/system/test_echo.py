# SPDX-License-Identifier: BSD-2-Clause
"""The network path with real datagrams: what is sent to the echo system comes back, unchanged and once."""

import random
import socket
import time

import pytest

import nemea

UDP_PORT = 1235
MTU_PAYLOAD = 1472
BOOT_SECONDS = 60


@pytest.fixture(scope="module")
def echo(board, config):
    name = f"echo-{board}-{config}"
    with nemea.Machine(nemea.image_of("echo", board, config), board, name, [("udp", UDP_PORT)]) as machine:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.connect(("127.0.0.1", machine.port("udp", UDP_PORT)))
            wait_until_up(client)
            yield client


def wait_until_up(client):
    """The system prints only in debug builds, so readiness is the first answer."""
    client.settimeout(0.5)
    limit = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < limit:
        try:
            client.send(b"up?")
            client.recv(2048)
            break
        except (TimeoutError, ConnectionRefusedError):
            continue
    else:
        raise AssertionError(f"no echo within {BOOT_SECONDS} s")
    drain(client)


def drain(client):
    try:
        while True:
            client.recv(2048)
    except TimeoutError:
        pass


def exchange(client, payload):
    client.settimeout(10)
    client.send(payload)
    return client.recv(2048)


@pytest.mark.parametrize("size", [0, 1, 17, 18, 46, 100, 512, 1000, 1471, MTU_PAYLOAD])
def test_comes_back_unchanged(echo, size):
    payload = random.Random(size).randbytes(size)
    assert exchange(echo, payload) == payload


def test_every_length_around_the_copied_blocks(echo):
    data = random.Random(1).randbytes(300)
    for size in range(300):
        assert exchange(echo, data[:size]) == data[:size]


def test_more_than_all_buffers_and_indices(echo):
    """Rings of 128 and queues of 512 are used many times over; every answer is the right one."""
    for number in range(3000):
        payload = number.to_bytes(4, "big") * random.Random(number).randrange(1, MTU_PAYLOAD // 4)
        assert exchange(echo, payload) == payload


def test_burst(echo):
    """Many datagrams at once: none comes back twice or changed, and after the flood the path works as before."""
    payloads = {number.to_bytes(4, "big") + bytes([number & 255]) * 1000 for number in range(20000)}
    received = []
    echo.settimeout(0)
    for number, payload in enumerate(payloads):  # on a slow host it takes more until as many have come through
        if number >= 2000 and len(received) >= 100:
            break
        try:
            echo.send(payload)
        except BlockingIOError:
            pass
        receive_waiting(echo, received)
    echo.settimeout(2)
    receive_waiting(echo, received)
    assert len(set(received)) == len(received)
    assert set(received) <= payloads
    assert len(received) >= 100
    assert exchange(echo, b"still there") == b"still there"


def receive_waiting(client, received):
    try:
        while True:
            received.append(client.recv(2048))
    except (BlockingIOError, TimeoutError):
        pass


def test_larger_than_a_frame_is_not_answered(echo):
    """IP fragments are ignored by design; the path survives them."""
    echo.settimeout(1)
    echo.send(bytes(4000))
    with pytest.raises(TimeoutError):
        echo.recv(8192)
    assert exchange(echo, b"small again") == b"small again"
