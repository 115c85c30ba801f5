# SPDX-License-Identifier: BSD-2-Clause
"""Do the numbered steps of the models and of the C code agree?

A C line that a model stands for ends in a comment with its number, `/* [Q3] */'. A line of a model names the number and
the text of that C line, in full or, before `...', its beginning. Each number stands in exactly one C line, each C line
that has one stands in some model, and the texts are the same.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "proof" / "models"
SOURCES = [file for folder in ("os", "sdk/libmicrokit") for file in sorted((ROOT / folder).rglob("*.[ch]"))]
NUMBER = re.compile(r"\[([A-Z]+\d+)\]")
IN_MODEL = re.compile(r"(?:/\*|#|:|^ \*) ?\[([A-Z]+\d+)\] (.*?)\s*(?:\*/|$)")


def c_steps(problems):
    """{number: (text, place)} of all C lines with a number."""
    steps = {}
    for file in SOURCES:
        for count, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            code, comment, numbers = line.rpartition("/*")
            if not comment or not NUMBER.match(numbers.strip()):
                continue
            place = f"{file.relative_to(ROOT)}:{count}"
            for number in NUMBER.findall(numbers):
                if number in steps:
                    problems.append(f"{place}: step {number} is at {steps[number][1]} already")
                steps[number] = (" ".join(code.split()), place)
    return steps


def model_steps():
    """[(number, text, place)] of all models."""
    found = []
    for file in sorted(MODELS.glob("*.pml")) + [MODELS / "weak_memory.py"]:
        for count, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for number, text in IN_MODEL.findall(line):
                found.append((number, " ".join(text.split()), f"{file.relative_to(ROOT)}:{count}"))
    return found


def same(text, code):
    return code.startswith(text[:-3].rstrip()) if text.endswith("...") else code == text


def check():
    problems = []
    code = c_steps(problems)
    model = model_steps()
    for number, text, place in model:
        if number not in code:
            problems.append(f"{place}: no C line has the number {number} ({text})")
        elif not same(text, code[number][0]):
            problems.append(f"{place}: step {number} is `{text}' here, but `{code[number][0]}' at {code[number][1]}")
    for number in code.keys() - {number for number, _, _ in model}:
        problems.append(f"{code[number][1]}: no model has step {number}")
    return problems, len(code)


def main():
    problems, count = check()
    for problem in problems:
        print(problem)
    print(f"{count} numbered steps in C, {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
