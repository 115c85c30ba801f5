# SPDX-License-Identifier: BSD-2-Clause
"""The SDK's user manual in one file: pages of docs/ one after the other as Markdown, and that as PDF."""

import argparse
import os
import pathlib
import re
import sys

TITLE = "Nemea SDK: user manual"


def anchor(text):
    """The anchor that a heading gets."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", text.lower())).strip("-")


def headings(text):
    """(level, title) of each heading outside of code."""
    inside = False
    for line in text.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif not inside and (match := re.match(r"(#{1,2}) (.+)", line)):
            yield len(match[1]), match[2]


def localise(text, pages):
    """Links to other pages of the manual become links within it; links to what is not in the SDK lose their target."""
    def replace(match):
        label, target = match[1], match[2]
        page, _, part = target.partition("#")
        if page in pages:
            return f"[{label}](#{part or anchor(pages[page])})"
        return match[0] if target.startswith(("#", "http")) else label
    return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", replace, text)


def markdown(options):
    texts = {path.name: path.read_text(encoding="utf-8") for path in options.pages}
    titles = {name: next(title for _, title in headings(text)) for name, text in texts.items()}
    print(f"# {TITLE}\n\nVersion {options.version}.\n")
    for text in texts.values():
        for level, title in headings(text):
            print(f"{'    ' * (level - 1)}- [{title}](#{anchor(title)})")
    for text in texts.values():
        print("\n" + localise(text, titles), end="")


def pdf(options):
    # Found only when a PDF is made; the same input then gives the same file.
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    import markdown as converter
    import weasyprint

    text = options.source.read_text(encoding="utf-8")
    body = converter.markdown(text, extensions=["tables", "fenced_code", "toc"],
                              extension_configs={"toc": {"slugify": lambda value, _: anchor(value)}})
    html = f"<html lang='en'><head><title>{TITLE}</title></head><body>{body}</body></html>"
    weasyprint.HTML(string=html).write_pdf(str(options.output), stylesheets=[str(options.style)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("markdown", help="print the manual")
    command.add_argument("--version", required=True)
    command.add_argument("pages", nargs="+", type=pathlib.Path)
    command.set_defaults(run=markdown)
    command = commands.add_parser("pdf", help="make a PDF of the printed manual")
    command.add_argument("--style", required=True, type=pathlib.Path)
    command.add_argument("source", type=pathlib.Path)
    command.add_argument("output", type=pathlib.Path)
    command.set_defaults(run=pdf)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    sys.exit(main())
