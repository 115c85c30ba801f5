# SPDX-License-Identifier: BSD-2-Clause
"""A small HTTP/1.1 client that shows raw answers, and can be as rude as a test needs it to be."""

import contextlib
import json
import socket
import struct
import time

TIMEOUT = 30

# QEMU's user network listens with a backlog of one: connections that come at once wait a second for their next try.
PACE_SECONDS = 0.02


class Response:
    """One parsed answer."""

    def __init__(self, version, status, fields, body):
        self.version, self.status, self.fields, self.body = version, status, fields, body

    def field(self, name):
        return self.fields.get(name.lower())


class Connection:
    """One TCP connection to the server."""

    def __init__(self, address, timeout=TIMEOUT):
        self.socket = socket.create_connection(address, timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stream.close()
        self.socket.close()

    def reset(self):
        """Close with a reset instead of the orderly end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def request(self, method, target, fields=(), version="HTTP/1.1"):
        lines = [f"{method} {target} {version}", "Host: nemea"] + [f"{name}: {value}" for name, value in fields]
        self.send("\r\n".join(lines) + "\r\n\r\n")

    def response(self, head_only=False):
        """Read one answer; None if the server closed the connection instead."""
        line = self.stream.readline()
        if not line:
            return None
        version, status, _ = line.decode("latin-1").split(" ", 2)
        fields = {}
        while (line := self.stream.readline().decode("latin-1").rstrip("\r\n")):
            name, _, value = line.partition(":")
            fields[name.strip().lower()] = value.strip()
        length = 0 if head_only or int(status) in (204, 304) else int(fields.get("content-length", 0))
        return Response(version, int(status), fields, self._exactly(length))

    def _exactly(self, length):
        body = self.stream.read(length)
        assert len(body) == length, f"the answer ended after {len(body)} of {length} bytes"
        return body

    def at_end(self):
        """True once the server has closed its side. Waits for it."""
        with contextlib.suppress(ConnectionResetError):
            return self.stream.read(1) == b""
        return True


class Server:
    """Where the server under test is reached, and the machine it runs on."""

    def __init__(self, host, port, machine):
        self.address = (host, port)
        self.machine = machine

    @property
    def url(self):
        return "http://%s:%d" % self.address

    def connect(self, timeout=TIMEOUT):
        return Connection(self.address, timeout)

    def connect_many(self, count, timeout=TIMEOUT):
        """Yield `count` connections, at a pace that QEMU can take."""
        for _ in range(count):
            yield self.connect(timeout)
            time.sleep(PACE_SECONDS)

    def fetch(self, method, target, fields=(), version="HTTP/1.1"):
        """One request on a connection of its own."""
        with self.connect() as connection:
            connection.request(method, target, fields, version)
            return connection.response(head_only=method == "HEAD")

    def get(self, target, fields=()):
        return self.fetch("GET", target, fields)

    def raw(self, data):
        """Send bytes as they are, and return the answer (None if there is none)."""
        with self.connect() as connection:
            connection.send(data)
            return connection.response()

    def status(self):
        return json.loads(self.get("/status.json").body)

    def serves(self):
        """The check that follows every rude test."""
        answer = self.get("/")
        return answer.status == 200 and len(answer.body) > 0 and self.machine.alive()
