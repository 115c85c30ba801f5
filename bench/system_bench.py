# SPDX-License-Identifier: BSD-2-Clause
"""Whole systems, in guest instructions: the boot, an HTTP request, a UDP packet. Idling does not count."""

import contextlib

import clients
import counters

HTTP_PORT, ECHO_PORT = 80, 1235
SMALL_PAGE, FRONT_PAGE, LARGE_FILE = "/index.html", "/index.html", "/large.bin"
LARGE_MIB = 41943041 / (1 << 20)
BATCHES = 11
BATCH = 50
PACKETS_IN_FLIGHT = 16
SYSTEMS = ("webserver", "testsite", "echo")


def targets(board):
    """What make has to build for a measurement."""
    return [*(f"build/systems/{system}/{board}/{counters.CONFIG}/loader.img" for system in SYSTEMS),
            "build/bench/plugin/counter.so"]


def cost(live, perform, batch=BATCH, operations=1, batches=BATCHES):
    """Instructions of one operation, outside and inside the kernel: those of the batch in the middle.

    `perform` does `operations` of them; the first batch only warms up.
    """
    samples = []
    for _ in range(batches + 1):
        before = live.read()
        for _ in range(batch):
            perform()
        after = live.read()
        samples.append((after.user - before.user, after.kernel - before.kernel))
    user, kernel = sorted(samples[1:], key=sum)[batches // 2]
    return user / (batch * operations), kernel / (batch * operations)


def rows_of(name, configuration, parts):
    user, kernel = parts
    return [(name, configuration, round(user + kernel), "instructions"),
            (f"{name}_kernel_part", configuration, round(kernel), "instructions")]


def boot_rows(live, configuration):
    counts = live.read()
    return [("boot_loader", configuration, counts.at_kernel, "instructions"),
            ("boot_kernel", configuration, counts.at_user - counts.at_kernel, "instructions"),
            ("boot_components", configuration, counts.at_idle - counts.at_user, "instructions"),
            ("boot_to_idle", configuration, counts.at_idle, "instructions")]


def webserver_rows(board, configuration):
    """The system as it is shipped: its boot, and its front page."""
    with counters.machine("webserver", board, [("tcp", HTTP_PORT)]) as (machine, live):
        web = clients.Web(machine.port("tcp", HTTP_PORT))
        live.wait_until_idle()
        web.wait_until_up()
        rows = boot_rows(live, configuration)
        with web.kept_alive(FRONT_PAGE) as perform:
            rows += rows_of("http_front_page", configuration, cost(live, perform))
    return rows


def page_rows(board, configuration):
    """The same programs with a site that does not change, so that numbers can be compared over time."""
    with counters.machine("testsite", board, [("tcp", HTTP_PORT)]) as (machine, live):
        web = clients.Web(machine.port("tcp", HTTP_PORT))
        live.wait_until_idle()
        web.wait_until_up()
        with web.kept_alive(SMALL_PAGE) as perform:
            rows = rows_of("http_keep_alive", configuration, cost(live, perform))
        rows += rows_of("http_new_connection", configuration, cost(live, lambda: web.once(SMALL_PAGE)))
        rows += rows_of("http_mebibyte", configuration,
                        cost(live, lambda: web.once(LARGE_FILE), 1, LARGE_MIB, batches=1))
    return rows


def echo_rows(board, configuration):
    with counters.machine("echo", board, [("udp", ECHO_PORT)]) as (machine, live):
        with contextlib.closing(clients.Echo(machine.port("udp", ECHO_PORT))) as echo:
            live.wait_until_idle()
            echo.wait_until_up()
            one = cost(live, echo.exchange)
            many = cost(live, lambda: echo.exchange(PACKETS_IN_FLIGHT), BATCH // 5, PACKETS_IN_FLIGHT)
    return (rows_of("udp_echo_1472", configuration, one)
            + rows_of(f"udp_echo_1472_{PACKETS_IN_FLIGHT}_in_flight", configuration, many))


def measure(board, configuration):
    return [row for part in (webserver_rows, page_rows, echo_rows) for row in part(board, configuration)]
