# SPDX-License-Identifier: BSD-2-Clause
"""Tables: results as files with tabs, and as something that a person reads."""

import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "bench"
COLUMNS = ("operation", "configuration", "value", "unit")


def write(name, rows, columns=COLUMNS):
    """Write `rows` to build/bench/NAME.tsv."""
    with open(OUT / f"{name}.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def read(path):
    """The rows of a table as dictionaries; lines that start with # are comments."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def shown(value):
    """How a cell is printed: thousands apart, nothing for None."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:,}"


def show(title, header, rows, notes=()):
    """Print a table: first column to the left, the others to the right."""
    cells = [[shown(value) for value in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(header), *cells]) for i in range(len(header))]

    def line(texts):
        return "  " + "  ".join(text.rjust(width) if i else text.ljust(width)
                                for i, (text, width) in enumerate(zip(texts, widths)))

    print(f"\n{title}\n")
    print(line(header))
    print("  " + "  ".join("-" * width for width in widths))
    for row in cells:
        print(line(row).rstrip())
    for note in notes:
        print(f"  {note}")
