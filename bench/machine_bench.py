# SPDX-License-Identifier: BSD-2-Clause
"""What this machine makes of it: requests, packets and bytes a second. These rows depend on the host."""

import concurrent.futures
import contextlib
import time

import clients
import counters
import nemea
import system_bench

CLIENTS = 8
REQUESTS = 8000
CONNECTIONS = 300
PACKETS = 5000


def rate(count, action):
    began = time.monotonic()
    action()
    return round(count / (time.monotonic() - began))


@contextlib.contextmanager
def running(system, board, ports):
    with nemea.Machine(nemea.image_of(system, board, counters.CONFIG), board, f"bench-speed-{system}-{board}",
                       ports) as machine:
        yield machine


def http_rates(board):
    with running("testsite", board, [("tcp", system_bench.HTTP_PORT)]) as machine:
        web = clients.Web(machine.port("tcp", system_bench.HTTP_PORT))
        web.wait_until_up()

        def repeat(perform, count):
            for _ in range(count):
                perform()

        def new_connections():
            repeat(lambda: web.once(system_bench.SMALL_PAGE), CONNECTIONS)

        size = web.once(system_bench.LARGE_FILE)
        share = REQUESTS // CLIENTS
        with contextlib.ExitStack() as connections, concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            clients_at_work = [connections.enter_context(web.kept_alive(system_bench.SMALL_PAGE))
                               for _ in range(CLIENTS)]
            alone = rate(share, lambda: repeat(clients_at_work[0], share))
            together = rate(REQUESTS, lambda: list(pool.map(repeat, clients_at_work, [share] * CLIENTS)))
        return [("http_keep_alive_1_client", alone, "requests/s"),
                (f"http_keep_alive_{CLIENTS}_clients", together, "requests/s"),
                ("http_new_connection", rate(CONNECTIONS, new_connections), "requests/s"),
                ("http_download", rate(size / 1e6, lambda: web.once(system_bench.LARGE_FILE)), "MB/s")]


def echo_rates(board):
    with running("echo", board, [("udp", system_bench.ECHO_PORT)]) as machine:
        with contextlib.closing(clients.Echo(machine.port("udp", system_bench.ECHO_PORT))) as echo:
            echo.wait_until_up()

            def exchange(in_flight):
                for _ in range(PACKETS // in_flight):
                    echo.exchange(in_flight)

            many = system_bench.PACKETS_IN_FLIGHT
            return [("udp_echo_1472", rate(PACKETS, lambda: exchange(1)), "packets/s"),
                    (f"udp_echo_1472_{many}_in_flight", rate(PACKETS, lambda: exchange(many)), "packets/s")]


def measure(board, configuration):
    return [(name, f"{configuration}, machine-dependent", value, unit)
            for name, value, unit in http_rates(board) + echo_rates(board)]
