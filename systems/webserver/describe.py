# SPDX-License-Identifier: BSD-2-Clause
"""Writes what the status page shows of the system's build: its protection domains and channels, as JSON.

usage: describe.py FILE.system BOARD CONFIG OUTPUT
"""

import json
import sys
import xml.etree.ElementTree as xml


def number(text):
    return int(text.replace("_", ""), 0)


def domain(element):
    maps = element.findall("map")
    return {
        "name": element.get("name"),
        "priority": number(element.get("priority", "100")),
        "budget": number(element.get("budget", "1000")),
        "period": number(element.get("period", element.get("budget", "1000"))),
        "passive": element.get("passive") == "true",
        "interrupts": [number(irq.get("irq")) for irq in element.findall("irq")],
        "maps": [{"region": one.get("mr"), "perms": one.get("perms", "rw")} for one in maps],
    }


def describe(path, board, config):
    system = xml.parse(path).getroot()
    ends = [[end.get("pd") for end in channel.findall("end")] for channel in system.findall("channel")]
    regions = [region.get("name") for region in system.findall("memory_region")]
    return {
        "board": board,
        "config": config,
        "domains": [domain(element) for element in system.findall("protection_domain")],
        "channels": ends,
        "regions": len(regions),
    }


def main():
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    path, board, config, output = sys.argv[1:]
    with open(output, "w", encoding="utf-8") as stream:
        json.dump(describe(path, board, config), stream, separators=(",", ":"))
        stream.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
