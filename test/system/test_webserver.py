# SPDX-License-Identifier: BSD-2-Clause
"""The web server system as `make run` boots it: its own site, its live status, and the console beside it."""

import concurrent.futures
import html.parser
import json
import re
import time

import pytest

import http_client
import nemea
from terminal import Terminal

HTTP_PORT = 80
BOOT_SECONDS = 60
ADDRESS = re.compile(r"serving (\d+) files \((\d+) bytes\) at http://(\S+?):80/")


@pytest.fixture(scope="module")
def site(board, config):
    name = f"webserver-{board}-{config}"
    with nemea.Machine(nemea.image_of("webserver", board, config), board, name, [("tcp", HTTP_PORT)]) as machine:
        Terminal(machine).wait_for(ADDRESS.pattern, BOOT_SECONDS)
        yield http_client.Server("127.0.0.1", machine.port("tcp", HTTP_PORT), machine)


class Links(html.parser.HTMLParser):
    """Collects what a page refers to on its own server."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value and value.startswith("/"):
                self.found.add(value.partition("#")[0])


def test_the_console_says_where_it_serves(site):
    match = ADDRESS.search(Terminal(site.machine).text)
    assert int(match.group(1)) > 3
    assert match.group(3) == "10.0.2.15"


def test_every_page_and_what_it_refers_to_is_there(site):
    seen, waiting = set(), {"/"}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = site.get(path)
        assert answer.status == 200, path
        if answer.field("content-type").startswith("text/html"):
            links = Links()
            links.feed(answer.body.decode())
            waiting |= links.found - seen
    assert len(seen) > 4


def test_an_unknown_page_is_a_page_too(site):
    answer = site.get("/nothing-here")
    assert answer.status == 404
    assert answer.field("content-type").startswith("text/html")
    assert b"<html" in answer.body


def test_the_status_is_json_with_live_numbers(site):
    first = site.status()
    time.sleep(1)
    second = site.status()
    assert second["uptime_ms"] >= first["uptime_ms"] + 900
    assert second["http"]["requests"] > first["http"]["requests"]
    assert second["network"]["rx_packets"] > first["network"]["rx_packets"]
    assert second["address"] == "10.0.2.15"
    assert second["tcp"]["checksum_errors"] == 0


def test_the_status_page_knows_the_protection_domains(site, board, config):
    system = json.loads(site.get("/system.json").body)
    assert "webserver" in json.dumps(system)
    assert board in json.dumps(system) and config in json.dumps(system)


def console_answers(machine):
    Terminal(machine).command("echo alive", r"\nalive")


def test_the_console_answers(site):
    console_answers(site.machine)


def test_the_console_answers_while_the_server_works(site):
    def load(_):
        return [site.get("/").status for _ in range(100)]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [pool.submit(load, i) for i in range(4)]
        for _ in range(5):
            console_answers(site.machine)
        assert all(status == 200 for work in running for status in work.result())


def test_typing_does_not_disturb_the_server(site):
    for _ in range(20):
        site.machine.type("x" * 200 + "\x15")
        assert site.get("/").status == 200
    site.machine.type("\r")
    console_answers(site.machine)
