# SPDX-License-Identifier: BSD-2-Clause
"""Copies the numbers of the last `make bench` into README.md, between its two markers (`make readme`)."""

import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
MARKED = re.compile(r"(<!-- numbers -->\n).*(<!-- end of numbers -->)", re.DOTALL)
TITLES = ("operation", "EL2", "EL1", "unit")

# What each row is called there, the table it comes from, and its name in that table.
ROWS = (
    ("call to a server", "kernel", "call_0"),
    ("reply, and wait for the next call", "kernel", "reply_recv_0"),
    ("signal, nobody waiting", "kernel", "signal_idle"),
    ("signal, waiter runs", "kernel", "signal_up"),
    ("interrupt to its driver", "kernel", "irq_up"),
    ("fault to its handler and back", "kernel", "fault_round_trip"),
    ("map a page", "kernel", "page_map"),
    ("make an endpoint", "kernel", "retype_endpoint"),
    ("kernel boot", "kernel", "boot"),
    ("HTTP request, small page, kept connection", "system", "http_keep_alive"),
    ("HTTP request, small page, new connection", "system", "http_new_connection"),
    ("HTTP, a mebibyte of a large file", "system", "http_mebibyte"),
    ("UDP echo of 1,472 bytes", "system", "udp_echo_1472"),
    ("kernel code", "size", "kernel_text"),
    ("boot image of the web server", "size", "image_webserver"),
)


def read(name):
    with open(ROOT / "build" / "bench" / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return {(row["operation"], row["configuration"]): row for row in csv.DictReader(file, delimiter="\t")}


def table():
    tables = {name: read(name) for name in {row[1] for row in ROWS}}
    lines = ["| " + " | ".join(TITLES) + " |", "|---|---:|---:|---|"]
    for title, name, operation in ROWS:
        el2, el1 = (tables[name][operation, level] for level in ("el2", "el1"))
        lines.append(f"| {title} | {int(el2['value']):,} | {int(el1['value']):,} | {el2['unit']} |")
    return "\n".join(lines) + "\n"


def main():
    try:
        numbers = table()
    except (OSError, KeyError) as missing:
        sys.exit(f"error: {missing} is missing: run `make bench' first")
    text = README.read_text(encoding="utf-8")
    README.write_text(MARKED.sub(lambda match: match.group(1) + numbers + match.group(2), text), encoding="utf-8")


if __name__ == "__main__":
    main()
