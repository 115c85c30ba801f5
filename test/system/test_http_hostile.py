# SPDX-License-Identifier: BSD-2-Clause
"""Clients that the web server does not deserve. After each of them it must still serve everybody else."""

import contextlib
import random
import time

import pytest

import http_client

SEED = 20231
IDLE_LIMIT = 15   # seconds between requests
REQUEST_LIMIT = 10  # seconds from the first byte of a request to its last
SLACK = 20


def test_half_open_clients(web):
    silent = list(web.connect_many(80))
    try:
        assert web.serves()
    finally:
        for connection in silent:
            connection.close()
    assert web.serves()


def test_more_connections_than_the_server_takes(web):
    """Those beyond the limit are told so or cut off; those within it, and later ones, are served."""
    crowd = []
    try:
        with contextlib.suppress(OSError):
            crowd.extend(web.connect_many(200, timeout=5))
        assert web.machine.alive()
    finally:
        for connection in crowd:
            connection.reset()
    time.sleep(1)
    assert web.serves()


def test_abrupt_resets(web):
    for connection in web.connect_many(100):
        connection.request("GET", "/large.bin")
        connection.socket.recv(1000)
        connection.reset()
    assert web.serves()


def test_resets_before_a_request(web):
    for connection in web.connect_many(200):
        connection.reset()
    assert web.serves()


def test_a_client_that_closes_while_its_answer_comes(web):
    for _ in range(20):
        connection = web.connect()
        connection.request("GET", "/large.bin")
        connection.close()
    assert web.serves()


@pytest.mark.parametrize("round_", range(5))
def test_random_bytes(web, round_):
    noise = random.Random(SEED + round_)
    for _ in range(20):
        with contextlib.suppress(OSError), web.connect(timeout=3) as connection:
            connection.send(noise.randbytes(noise.randrange(1, 4000)))
            connection.socket.recv(1000)
    assert web.serves()


@pytest.mark.parametrize("round_", range(5))
def test_broken_requests(web, round_):
    """Valid requests with a few bytes changed, cut short or repeated."""
    noise = random.Random(SEED * 7 + round_)
    valid = b"GET /fox.txt HTTP/1.1\r\nHost: nemea\r\nRange: bytes=0-9\r\nIf-None-Match: \"x\"\r\n\r\n"
    for _ in range(30):
        data = bytearray(valid * noise.randrange(1, 4))
        for _ in range(noise.randrange(1, 6)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        with contextlib.suppress(OSError), web.connect(timeout=2) as connection:
            connection.send(bytes(data[:noise.randrange(1, len(data))]))
            connection.socket.shutdown(http_client.socket.SHUT_WR)
            while connection.socket.recv(4096):
                pass
    assert web.serves()


def test_an_endless_header(web):
    with contextlib.suppress(OSError), web.connect() as connection:
        connection.send("GET / HTTP/1.1\r\nHost: nemea\r\n")
        for _ in range(200):
            connection.send("X-More: " + "z" * 1000 + "\r\n")
    assert web.serves()


def test_an_endless_body(web):
    with contextlib.suppress(OSError), web.connect() as connection:
        connection.send("POST / HTTP/1.1\r\nHost: nemea\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(200):
            connection.send("3e8\r\n" + "z" * 1000 + "\r\n")
    assert web.serves()


def test_a_client_that_pipelines_and_never_reads(web):
    with contextlib.suppress(OSError), web.connect(timeout=3) as connection:
        for _ in range(2000):
            connection.send("GET /large.bin HTTP/1.1\r\nHost: nemea\r\n\r\n")
    assert web.serves()


def test_slow_readers_do_not_hold_up_others(web):
    """Each small answer still comes within the client's time limit."""
    readers = list(web.connect_many(30))
    try:
        for reader in readers:
            reader.request("GET", "/large.bin")
        for _ in range(20):
            assert web.get("/fox.txt").status == 200
    finally:
        for reader in readers:
            reader.reset()
    assert web.serves()


def test_a_request_that_takes_too_long_times_out(web):
    with web.connect(timeout=REQUEST_LIMIT + SLACK) as connection:
        connection.send("GET / HTTP/1.1\r\nHo")
        answer = connection.response()
        assert answer.status == 408
        assert connection.at_end()


def test_an_idle_connection_is_closed(web):
    with web.connect(timeout=IDLE_LIMIT + SLACK) as connection:
        connection.request("GET", "/fox.txt")
        assert connection.response().status == 200
        began = time.monotonic()
        assert connection.at_end()
        assert time.monotonic() - began > IDLE_LIMIT - 5
