# SPDX-License-Identifier: BSD-2-Clause
"""Load for the measured systems: requests and packets that cost this side as little as possible."""

import contextlib
import socket
import time

TIMEOUT = 20
START_SECONDS = 60
PAYLOAD = bytes(1472)


class Web:
    """A client of the web server that expects the same page each time."""

    def __init__(self, port):
        self.address = ("127.0.0.1", port)

    def wait_until_up(self):
        """Ask until there is an answer."""
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            with contextlib.suppress(OSError):
                self.once("/index.html")
                return
            time.sleep(0.2)
        raise AssertionError(f"the web server does not answer within {START_SECONDS} s")

    def once(self, path):
        """One request on a connection that this side closes after it; returns the length of the answer."""
        with socket.create_connection(self.address, TIMEOUT) as connection:
            connection.sendall(request_for(path))
            return answer_length(connection)

    @contextlib.contextmanager
    def kept_alive(self, path):
        """A function that performs one request on a connection that stays."""
        request = request_for(path)
        with socket.create_connection(self.address, TIMEOUT) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request)
            length = answer_length(connection)

            def perform():
                connection.sendall(request)
                receive_exactly(connection, length)

            yield perform


def request_for(path):
    return f"GET {path} HTTP/1.1\r\nHost: nemea\r\n\r\n".encode()


def answer_length(connection):
    """Receive one answer; returns its length, head and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += receive_some(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(f"the answer starts with {head[:40]!r}")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    size = int(fields[b"content-length"])
    receive_exactly(connection, size - len(body))
    return len(head) + 4 + size


def receive_some(connection, most=1 << 20):
    data = connection.recv(most)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data


def receive_exactly(connection, length):
    while length > 0:
        length -= len(receive_some(connection, length))


class Echo:
    """A client of the UDP echo system."""

    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(TIMEOUT)

    def wait_until_up(self):
        limit = time.monotonic() + START_SECONDS
        self.socket.settimeout(0.5)
        while time.monotonic() < limit:
            with contextlib.suppress(TimeoutError, ConnectionRefusedError):
                self.socket.send(b"up?")
                self.socket.recv(2048)
                self._drain()
                return
        raise AssertionError(f"no echo within {START_SECONDS} s")

    def _drain(self):
        with contextlib.suppress(TimeoutError):
            while True:
                self.socket.recv(2048)
        self.socket.settimeout(TIMEOUT)

    def exchange(self, in_flight=1):
        """Send `in_flight` packets at once and receive their echoes."""
        for _ in range(in_flight):
            self.socket.send(PAYLOAD)
        for _ in range(in_flight):
            if len(self.socket.recv(2048)) != len(PAYLOAD):
                raise ConnectionError("an echo has another length than its packet")

    def close(self):
        self.socket.close()
