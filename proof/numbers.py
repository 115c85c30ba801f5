#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Writes the numbers of the proofs into docs/assurance.md, from the sources and the logs of the last `make prove'.

A unit's code is the lines of its functions without blank lines and comments; its contracts are the lines of ACSL in
the files that define them, and what it assumes are those in proof/AREA/UNIT.c. Obligations and the seconds that
provers took come from the log; a unit without a log keeps what the table says of it.
"""

import argparse
import pathlib
import re
import shlex
import sys

import prove

DOCUMENT = pathlib.Path('docs/assurance.md')
BEGIN, END = '<!-- numbers of the proofs: made by `make prove-numbers` -->\n', '<!-- end of the numbers -->\n'
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
ANNOTATION = re.compile(r'/\*@.*?\*/|//@[^\n]*', re.DOTALL)
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)
# A definition begins at the left margin and ends with a brace there. SPSC(name) stands for names of both index widths.
DEFINITION = re.compile(r'^[a-z_][^\n;{}#]*?(SPSC\(\w+\)|\w+)\([^;{}]*\)\n\{.*?^\}', re.MULTILINE | re.DOTALL)
SECONDS = {'ms': 0.001, 's': 1, 'm': 60}
PROVERS_TIME = re.compile(r'^\[wp\] \[(?:Z3|CVC4)[^\n]*?\((?!Qed)([\d.]+)(ms|s|m)\)', re.MULTILINE)


def included(path, folders, seen):
    """The files of the project that a file includes, and itself."""
    if path in seen:
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_text(encoding='utf-8')):
        for folder in [path.parent, *folders]:
            if (folder / name).exists():
                included((folder / name).resolve(), folders, seen)
                break
    return seen


def count(text):
    return sum(bool(line.strip()) for line in text.splitlines())


def names_of(definition):
    generic = re.fullmatch(r'SPSC\((\w+)\)', definition)
    return {f'spsc{bits}_{generic[1]}' for bits in (16, 32)} if generic else {definition}


def sources(unit):
    """(lines of code, of contracts, of assumptions)"""
    folders = [pathlib.Path(flag[2:]) for flag in unit.cflags if flag.startswith('-I')]
    code, contracts, assumed = 0, 0, 0
    for path in included(unit.source.resolve(), folders, set()):
        text = path.read_text(encoding='utf-8')
        found = [COMMENT.sub('', match[0]) for match in DEFINITION.finditer(text)
                 if names_of(match[1]) & set(unit.functions)]
        code += sum(map(count, found))
        annotations = sum(map(count, ANNOTATION.findall(text)))
        if found:
            contracts += annotations
        elif path == unit.source.resolve():
            assumed = annotations
    return code, contracts, assumed


def mutants(unit):
    rows = prove.read_table(unit.area / 'mutants.txt', 5, '\t')
    return str(sum(row[0] == unit.name for row in rows))


def from_log(unit, build):
    """[obligations, smoke tests, seconds of provers], or None without a log or folder of logs."""
    path = build and build / unit.area.name / f'{unit.name}.log'
    if not path or not path.exists():
        return None
    output = path.read_text(encoding='utf-8')
    result = prove.Result(output)
    seconds = sum(float(number) * SECONDS[scale] for number, scale in PROVERS_TIME.findall(output))
    return [str(result.proved + len(result.open)), str(result.smoke), f'{seconds:.0f}']


def table(units, build, old):
    """Lines of the table."""
    yield '| unit | functions | code, lines | contracts, lines | assumed, lines | mutants | obligations | smoke tests '\
          '| provers, s |'
    yield '|---|---:|---:|---:|---:|---:|---:|---:|---:|'
    rows = []
    for unit in units:
        logged = from_log(unit, build) or old.get(unit.title, ['', '', ''])
        rows.append([str(len(unit.functions)), *map(str, sources(unit)), mutants(unit), *logged])
        yield f'| `{unit.title}` | ' + ' | '.join(rows[-1]) + ' |'
    totals = [str(sum(int(row[column] or 0) for row in rows)) for column in range(8)]
    yield '| all | ' + ' | '.join(totals) + ' |'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--area', action='append', required=True, metavar='AREA=FLAGS', help='as for prove.py')
    parser.add_argument('--build', type=pathlib.Path, required=True, help='folder of the logs')
    parser.add_argument('--check', action='store_true', help='write nothing; fail if the document is not in step')
    options = parser.parse_args()
    units = [unit for area in options.area for unit in prove.read_area(area.split('=', 1)[0],
                                                                       shlex.split(area.split('=', 1)[1]))]
    text = DOCUMENT.read_text(encoding='utf-8')
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        print(f'{DOCUMENT}:1: error: the marks around the table are not there once each: put them back')
        return 1
    before, rest = text.split(BEGIN)
    between, after = rest.split(END)
    old = {cells[0].strip('`'): cells[-3:] for cells in
           ([cell.strip() for cell in line.strip('| ').split('|')] for line in between.splitlines()) if len(cells) == 9}
    # What a log says differs with the machine; the rest must be what the sources say.
    lines = table(units, None if options.check else options.build, old)
    new = before + BEGIN + ''.join(line + '\n' for line in lines) + END + after
    if options.check and new != text:
        print(f'{DOCUMENT}:1: error: the numbers of the proofs are not those of the sources: run `make prove-numbers`')
        return 1
    if not options.check:
        DOCUMENT.write_text(new, encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main())
