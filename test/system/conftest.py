# SPDX-License-Identifier: BSD-2-Clause
"""Fixtures of the system tests. The board and configuration come from the test runner."""

import os
import re

import pytest

import http_client
import nemea
from terminal import Terminal

HTTP_PORT = 80
BOOT_SECONDS = 60


@pytest.fixture(scope="session")
def board():
    return os.environ.get("NEMEA_BOARD", "qemu_virt_aarch64")


@pytest.fixture(scope="session")
def config():
    return os.environ.get("NEMEA_CONFIG", "debug")


@pytest.fixture
def boot(board, config, request):
    """A function that boots a system for one test and stops it afterwards."""
    running = []

    def start(system, guest_ports=()):
        name = re.sub(r"\W+", "-", f"{system}-{board}-{config}-{request.node.name}")
        machine = nemea.Machine(nemea.image_of(system, board, config), board, name, guest_ports)
        machine.__enter__()
        running.append(machine)
        return machine

    yield start
    for machine in running:
        machine.__exit__()


@pytest.fixture(scope="module")
def web(board, config):
    """A web server that all tests of a module share: whatever one test does, the next must still be served.

    It is the web server system with the site of test/system/testsite.
    """
    name = f"testsite-{board}-{config}"
    with nemea.Machine(nemea.image_of("testsite", board, config), board, name, [("tcp", HTTP_PORT)]) as machine:
        Terminal(machine).wait_for(r"serving \d+ files .* at http://", BOOT_SECONDS)
        yield http_client.Server("127.0.0.1", machine.port("tcp", HTTP_PORT), machine)
