# SPDX-License-Identifier: BSD-2-Clause
"""The other end of the machine's network cable: sends and receives single Ethernet frames."""

import contextlib
import socket
import struct
import time

import nemea

BROADCAST = b"\xff" * 6
OWN_MAC = bytes.fromhex("525400aabbcc")
OWN_IP = bytes([10, 0, 2, 2])
ARP, IPV4 = 0x0806, 0x0800


def checksum(data):
    """The Internet checksum."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ipv4(source, target, protocol, payload, **fields):
    """An IPv4 packet; `fields` may set total_length, version, fragment and header_checksum to something wrong."""
    head = struct.pack("!BBHHHBBH4s4s", fields.get("version", 0x45), 0, fields.get("total_length", 20 + len(payload)),
                       1, fields.get("fragment", 0), 64, protocol, 0, source, target)
    return head[:10] + struct.pack("!H", fields.get("header_checksum", checksum(head))) + head[12:] + payload


class Cable:
    """A connection to the machine's network card."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.own_port = self.socket.getsockname()[1]
        self.machine_port = nemea.free_port(socket.SOCK_DGRAM)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, frame):
        self.socket.sendto(frame, ("127.0.0.1", self.machine_port))

    def send_packet(self, target_mac, kind, payload):
        self.send(target_mac + OWN_MAC + struct.pack("!H", kind) + payload)

    def receive(self, wanted, seconds):
        """The first frame for which `wanted` is true, or None."""
        limit = time.monotonic() + seconds
        while (left := limit - time.monotonic()) > 0:
            self.socket.settimeout(left)
            with contextlib.suppress(TimeoutError):
                frame = self.socket.recv(65536)
                if wanted(frame):
                    return frame
        return None

    def who_has(self, address, seconds=2):
        """The MAC address of whoever answers for an IP address, or None."""
        self.send_packet(BROADCAST, ARP, struct.pack("!HHBBH6s4s6s4s", 1, IPV4, 6, 4, 1, OWN_MAC, OWN_IP, bytes(6),
                                                     address))
        answer = self.receive(lambda frame: frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\2"
                              and frame[28:32] == address, seconds)
        return answer and answer[6:12]

    def ping(self, mac, address, payload=b"ping", seconds=2):
        """True if an echo request is answered with the same payload."""
        echo = struct.pack("!BBHHH", 8, 0, 0, 7, 1) + payload
        echo = echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]
        self.send_packet(mac, IPV4, ipv4(OWN_IP, address, 1, echo))
        return self.receive(lambda frame: frame[12:14] == b"\x08\x00" and frame[23] == 1 and frame[34] == 0
                            and frame[42:42 + len(payload)] == payload, seconds) is not None
