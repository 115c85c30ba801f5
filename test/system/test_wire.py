# SPDX-License-Identifier: BSD-2-Clause
"""The network from the other end of the cable: no DHCP server, and frames that no honest card would send."""

import random
import struct

import pytest

import ethernet
import nemea
from terminal import Terminal

ADDRESS = bytes([10, 0, 2, 15])
BOOT_SECONDS = 60
SEED = 77


@pytest.fixture(scope="module")
def cable(board, config):
    with ethernet.Cable() as cable:
        with nemea.Machine(nemea.image_of("webserver", board, config), board, f"wire-{board}-{config}",
                           wire=(cable.machine_port, cable.own_port)) as machine:
            Terminal(machine).wait_for(r"serving \d+ files .* at http://10\.0\.2\.15:80/", BOOT_SECONDS)
            cable.mac = cable.who_has(ADDRESS, 10)
            yield cable


def alive(cable):
    return cable.ping(cable.mac, ADDRESS, b"are you there?") or cable.ping(cable.mac, ADDRESS, b"hello again")


def test_without_dhcp_it_takes_its_fixed_address(cable):
    assert cable.mac is not None
    assert alive(cable)


def test_it_answers_for_no_other_address(cable):
    assert cable.who_has(bytes([10, 0, 2, 16]), 1) is None


def test_frames_for_others_are_ignored(cable):
    other = bytes.fromhex("52540099aa01")
    assert not cable.ping(other, ADDRESS, b"not for you", 1)
    assert alive(cable)


@pytest.mark.parametrize("size", [0, 1, 18, 100, 1000, 1472])
def test_pings_of_every_size(cable, size):
    assert cable.ping(cable.mac, ADDRESS, random.Random(SEED).randbytes(size))


@pytest.mark.parametrize("length", [1, 6, 13, 14, 15, 33])
def test_short_frames(cable, length):
    whole = cable.mac + ethernet.OWN_MAC + b"\x08\x00" + b"E" * 40
    for _ in range(50):
        cable.send(whole[:length])
    assert alive(cable)


def test_oversized_frames(cable):
    for length in (1515, 1600, 2047, 2048, 2049, 4000, 9000, 60000):
        cable.send(cable.mac + ethernet.OWN_MAC + b"\x08\x00" + bytes(length - 14))
    assert alive(cable)


def test_random_frames(cable):
    noise = random.Random(SEED)
    for _ in range(3000):
        cable.send(cable.mac + ethernet.OWN_MAC + noise.randbytes(noise.randrange(0, 1500)))
    assert alive(cable)


def test_random_broadcasts(cable):
    noise = random.Random(SEED + 1)
    for kind in (ethernet.ARP, ethernet.IPV4):
        for _ in range(1500):
            cable.send_packet(ethernet.BROADCAST, kind, noise.randbytes(noise.randrange(0, 200)))
    assert alive(cable)


@pytest.mark.parametrize("fields", [
    {"total_length": 65535}, {"total_length": 0}, {"version": 0x41}, {"version": 0x4f}, {"version": 0x65},
    {"header_checksum": 0x1234}, {"fragment": 0x2000}, {"fragment": 0x1fff}, {"fragment": 0x3fff},
])
def test_broken_ip_headers(cable, fields):
    for protocol in (1, 6, 17):
        for _ in range(100):
            cable.send_packet(cable.mac, ethernet.IPV4,
                              ethernet.ipv4(ethernet.OWN_IP, ADDRESS, protocol, bytes(64), **fields))
    assert alive(cable)


def test_random_tcp_segments(cable):
    noise = random.Random(SEED + 2)
    for _ in range(3000):
        segment = struct.pack("!HHIIBBHHH", noise.randrange(65536), 80, noise.getrandbits(32), noise.getrandbits(32),
                              noise.randrange(256), noise.randrange(256), noise.randrange(65536), 0,
                              noise.randrange(65536)) + noise.randbytes(noise.randrange(0, 100))
        pseudo = ethernet.OWN_IP + ADDRESS + struct.pack("!BBH", 0, 6, len(segment))
        segment = segment[:16] + struct.pack("!H", ethernet.checksum(pseudo + segment)) + segment[18:]
        cable.send_packet(cable.mac, ethernet.IPV4, ethernet.ipv4(ethernet.OWN_IP, ADDRESS, 6, segment))
    assert alive(cable)


def test_a_flood_of_connection_attempts(cable):
    """From addresses that never answer: the server must not run out of anything for good."""
    for number in range(5000):
        source = struct.pack("!I", 0x0a000300 + number)
        segment = struct.pack("!HHIIBBHHH", 1024 + number, 80, number, 0, 0x50, 2, 1000, 0, 0)
        pseudo = source + ADDRESS + struct.pack("!BBH", 0, 6, len(segment))
        segment = segment[:16] + struct.pack("!H", ethernet.checksum(pseudo + segment)) + segment[18:]
        cable.send_packet(cable.mac, ethernet.IPV4, ethernet.ipv4(source, ADDRESS, 6, segment))
    assert alive(cable)
