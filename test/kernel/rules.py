# SPDX-License-Identifier: BSD-2-Clause
"""Which rules of the kernel's specification have a test, and why the others have none.

rules.tab lists every rule; a line `RULE` promises a test that cites it, `RULE = OTHER...` says that the tests of other
rules test this one too, because it restates them or is a part of them, and `RULE reason` says why there is none.
The report goes to build/test/kernel-rules.md. The script fails if a promised test is missing or a test cites a rule
that does not exist; a rule that has a test in spite of its reason is only noted.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TABLE = pathlib.Path(__file__).with_name("rules.tab")
REPORT = ROOT / "build" / "test" / "kernel-rules.md"
# spec/01 has rules of its own, which tests of the layout of messages and objects cite: by these prefixes, or with 01/
# in front where both documents use one.
INTERFACE_PREFIXES = ("MSG", "OBJ", "REG", "T", "ERR", "LDR")


def read_table():
    """Rules in the order of the table, with the reason for having no test ('' means: has one)."""
    rules = {}
    for line in TABLE.read_text().splitlines():
        text = line.split("#")[0].strip()
        if text:
            rule, _, reason = text.partition(" ")
            rules[rule] = reason.strip()
    return rules


def cited_tests():
    """Rule to the names of the tests that cite it."""
    tests = {}
    for path in sorted((ROOT / "test" / "kernel" / "tests").glob("*.c")):
        for cited, name in re.findall(r'^TEST\("([^"]+)",\s*(\w+)\)', path.read_text(), re.MULTILINE):
            for rule in re.split(r"[,\s]+", cited):
                tests.setdefault(rule, []).append(f"{path.stem}: {name}")
    return tests


def others(reason):
    """The rules whose tests count for this one."""
    return reason[2:].split() if reason.startswith("= ") else []


def problems(rules, tests):
    for rule, reason in rules.items():
        for other in others(reason):
            if rules.get(other) != "" or other not in tests:
                yield f"{rule}: counts on the tests of {other}, but that is not a rule with tests of its own"
        if not reason and rule not in tests:
            yield f"{rule}: no test cites it; write one, or say in rules.tab why there is none"
    for rule in tests:
        if rule not in rules and not rule.startswith("01/") and rule.split("-")[0] not in INTERFACE_PREFIXES:
            yield f"{rule}: cited by {tests[rule][0]}, but not a rule"


def shared_tests(reason):
    return [f"those of {', '.join(others(reason))}"] if others(reason) else ["MISSING"]


def write_report(rules, tests):
    tested = [rule for rule, reason in rules.items() if not reason or others(reason) or rule in tests]
    lines = ["# Rules of the kernel and their tests", "",
             f"{len(tested)} of {len(rules)} rules are tested by a rule test in QEMU.", "",
             "| rule | tests |", "|---|---|"]
    lines += [f"| {rule} | {', '.join(tests.get(rule, []) or shared_tests(rules[rule]))} |" for rule in tested]
    lines += ["", "## Without a rule test", "", "| rule | why |", "|---|---|"]
    lines += [f"| {rule} | {reason} |" for rule, reason in rules.items() if rule not in tested]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n")
    return len(tested)


def main():
    rules, tests = read_table(), cited_tests()
    count = write_report(rules, tests)
    found = list(problems(rules, tests))
    for rule in (rule for rule, reason in rules.items() if reason and not others(reason) and rule in tests):
        print(f"note: {rule} has a test now; take the reason out of rules.tab")
    for problem in found:
        print(f"error: {problem}", file=sys.stderr)
    print(f"{count} of {len(rules)} rules have a test; see {REPORT.relative_to(ROOT)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
