# SPDX-License-Identifier: BSD-2-Clause
"""Plants mistakes in the device framework and the kernel, one at a time, and checks that a test notices each (`make mutants').

Works in a copy of the tree. mutants.txt names a file, a text that stands there exactly once, what replaces it, and who
has to notice: a host test program by name, or `instructions' for what the compiler makes of the memory orders.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SECONDS = 180


def rows():
    for line in (ROOT / "test/mutants/mutants.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [part.replace("\\n", "\n") for part in line.split("\t")]


def copy_tree(tree):
    """The files that git knows, as they are now. What was built in an earlier run stays."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        source, copy = ROOT / name, tree / name
        if source.exists() and (not copy.exists() or source.read_bytes() != copy.read_bytes()):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)


def run(command, tree):
    try:
        return subprocess.run(command, cwd=tree, capture_output=True, timeout=SECONDS).returncode
    except subprocess.TimeoutExpired:
        return "no end"


def build(tree, program):
    return run(["make", "-s", f"build/test/host/{program}"], tree)


def notices(tree, test):
    """(does the test fail?, how). A mistake that does not compile is none."""
    if test == "instructions":
        found = run([sys.executable, "proof/models/instructions.py", "build/mutants"], tree)
        return found == 1, f"ends with {found}"
    if build(tree, test):
        return False, "does not compile"
    found = run([f"build/test/host/{test}"], tree)
    return found != 0, f"ends with {found}"


def plant(tree, row):
    """(noticed, the line to print)"""
    file, old, new, test = row
    path = tree / file
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        return False, f"error: `{old}' is not in {file} exactly once"
    path.write_text(text.replace(old, new), encoding="utf-8")
    noticed, how = notices(tree, test)
    path.write_text(text, encoding="utf-8")
    return noticed, f"{'noticed' if noticed else 'error: not noticed'}: {file}: `{old.strip()}' -> `{new.strip()}': {test} {how}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tree", type=pathlib.Path, required=True, help="folder for the copy of the tree")
    tree = parser.parse_args().tree.resolve()
    copy_tree(tree)
    results = [plant(tree, row) for row in rows()]
    for noticed, line in results:
        print(line)
    missed = sum(not noticed for noticed, _ in results)
    print(f"{len(results) - missed} mutants noticed, {missed} not")
    return 1 if missed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
