# SPDX-License-Identifier: BSD-2-Clause
"""The web server under load: many requests, many connections, large downloads at the same time."""

import concurrent.futures
import hashlib

import nemea

LARGE = nemea.ROOT / "build" / "test" / "testsite" / "large.bin"
REQUESTS = 10000
CONNECTIONS = 64
DOWNLOADS = 4


def test_ten_thousand_requests(web):
    def some(count):
        good = 0
        with web.connect() as connection:
            for _ in range(count):
                connection.request("GET", "/fox.txt")
                good += connection.response().status == 200
        return good

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(some, [REQUESTS // 8] * 8)) == REQUESTS
    assert web.serves()


def test_five_hundred_short_connections(web):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: web.get("/fox.txt").status, range(500)))
    assert statuses == [200] * 500


def test_64_connections_at_a_time(web):
    connections = list(web.connect_many(CONNECTIONS))
    try:
        for round_ in range(3):
            for connection in connections:
                connection.request("GET", "/fox.txt")
            assert [connection.response().status for connection in connections] == [200] * CONNECTIONS
        assert web.status()["http"]["connections"] >= CONNECTIONS
    finally:
        for connection in connections:
            connection.close()
    assert web.serves()


def test_parallel_downloads_arrive_whole(web):
    expected = hashlib.sha256(LARGE.read_bytes()).digest()
    with concurrent.futures.ThreadPoolExecutor(DOWNLOADS) as pool:
        answers = pool.map(lambda _: web.get("/large.bin"), range(DOWNLOADS))
        assert all(hashlib.sha256(answer.body).digest() == expected for answer in answers)
    assert web.serves()


def test_small_requests_are_served_during_a_download(web):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        download = pool.submit(web.get, "/large.bin")
        served = 0
        while not download.done():
            served += web.get("/fox.txt").status == 200
        assert len(download.result().body) == LARGE.stat().st_size
    assert served > 10
