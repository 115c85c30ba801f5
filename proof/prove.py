#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Proves C code with Frama-C/WP, CVC4 and Z3, and the axioms about bits with Z3.

Proofs stand in areas: folders beside this file, each with a units.txt. A unit is a C file of the area that
includes the source which it proves, with the assumptions that this needs; its lines in units.txt name the
functions whose contracts and freedom from run-time errors are proved. Obligations that no prover discharges
must stand in open.txt of the area with the reason, or the run fails. The run fails too if WP warns that it
dropped a part of a contract, or finds a contract contradictory: a proof from nonsense is no proof. The last
line is `N proved, N open'.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

import bits

HERE = pathlib.Path(__file__).resolve().parent
GOAL = re.compile(r'^\[wp\] \[(.+?)\] Goal typed_(\S+) : (\w+)')
FAILED_GOAL = re.compile(r'^\[wp\] \[Failed\] Goal typed_(\S+)')
SMOKE = re.compile(r'^\[wp\] \[(Passed|Failed)\] Smoke-test typed_(\S+)')
TOTAL = re.compile(r'^\[wp\] Proved goals:\s+(\d+) / (\d+)')
# What WP says when it could not express a part of a contract and went on without it.
DROPPED = re.compile(
    r'Ignored|Degenerated|Stronger|Undefined array-size|turned to False|annot-error|not found')
# Provers count their steps, so that the same goals are proved on any machine; seconds only end what went wrong.
PROVERS = ['-wp-prover', 'z3,cvc4', '-wp-steps', '1500000', '-wp-timeout', '150']
SMOKE_TESTS = ['-wp-smoke-tests', '-wp-smoke-timeout', '1']


@dataclasses.dataclass
class Unit:
    """A line, or several, of units.txt."""
    area: pathlib.Path
    name: str
    cflags: list
    functions: list = dataclasses.field(default_factory=list)
    options: list = dataclasses.field(default_factory=list)
    expected: dict = dataclasses.field(default_factory=dict) # open goals, with their reasons

    @property
    def title(self):
        return f'{self.area.name}/{self.name}'

    @property
    def source(self):
        return self.area / f'{self.name}.c'


def read_table(path, columns, separator=None):
    """Lines of columns, the last of which may contain the separator; # starts a comment line."""
    if not path.exists():
        return []
    lines = path.read_text(encoding='utf-8').splitlines()
    return [line.split(separator, columns - 1) for line in lines if line.strip() and line[0] != '#']


def read_area(name, cflags):
    area = HERE / name
    units = {}
    for unit, words in read_table(area / 'units.txt', 2):
        entry = units.setdefault(unit, Unit(area, unit, cflags))
        if words[0] == '-':
            entry.options += words.split()
        else:
            entry.functions += words.split()
    for unit, goal, reason in read_table(area / 'open.txt', 3):
        units[unit].expected[goal] = reason
    return list(units.values())


class Result:
    """What WP said about one unit."""

    def __init__(self, output):
        self.proved, self.open, self.complaints, self.smoke = 0, [], [], 0
        total = None
        for line in output.splitlines():
            if goal := GOAL.match(line):
                if goal[3] == 'Valid':
                    self.proved += 1
                else:
                    self.open.append(goal[2])
            elif goal := FAILED_GOAL.match(line):
                self.open.append(goal[1])
            elif smoke := SMOKE.match(line):
                self.smoke += 1
                if smoke[1] == 'Failed':
                    self.complaints.append(f'contradiction: everything follows at {smoke[2]}')
            elif match := TOTAL.match(line):
                total = int(match[2])
            if DROPPED.search(line) or 'User Error' in line:
                self.complaints.append(line)
        if total is None:
            self.complaints.append('Frama-C gave no result:\n' + output[-2000:])


def run_wp(unit, functions, more_cflags, more_options):
    cflags = shlex.join(more_cflags + unit.cflags + [f'-I{HERE}'])
    command = ['frama-c', '-machdep', 'gcc_x86_64', '-c11', f'-cpp-extra-args={cflags}', str(unit.source),
               '-wp', '-wp-rte', '-wp-no-filter', '-wp-cache-env', '-wp-par', '1', *PROVERS, *more_options, *unit.options,
               '-wp-fct', ','.join(functions)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


def prove_unit(unit, build):
    """(proved, open, fine, lines to print)"""
    began = time.monotonic()
    output = run_wp(unit, unit.functions, [], SMOKE_TESTS)
    log = build / unit.area.name / f'{unit.name}.log'
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(output, encoding='utf-8')
    result = Result(output)
    lines = [f'error: {unit.title}: {complaint}' for complaint in result.complaints]
    for goal in result.open:
        known = goal in unit.expected
        lines.append(f'{"open" if known else "error"}: {unit.title}: {goal}: '
                     f'{unit.expected[goal] if known else "not proved, and not in open.txt"}')
    if not result.complaints:
        lines += [f'note: {unit.title}: {goal} is proved: take it out of open.txt'
                  for goal in unit.expected if goal not in result.open]
    fine = not any(line.startswith('error') for line in lines)
    lines.append(f'{unit.title}: {len(unit.functions)} functions, {result.proved} proved, {len(result.open)} open '
                 f'({time.monotonic() - began:.0f} s)')
    return result.proved, len(result.open), fine, lines


def prove_bits():
    """The same of the axioms about bits: all headers with `bit' in their names."""
    began = time.monotonic()
    results = bits.prove_files(sorted(HERE.glob('*bit*.h')) + sorted(HERE.glob('*/*bit*.h')))
    failed = [name for name, proved in results if not proved]
    lines = [f'error: bits: axiom {name} does not hold' for name in failed]
    lines.append(f'bits: {len(results)} axioms, {len(results) - len(failed)} proved ({time.monotonic() - began:.0f} s)')
    return len(results) - len(failed), len(failed), not failed, lines


def set_up_why3(build):
    """WP finds its provers through a file in the home folder; ours is in the build tree."""
    build.mkdir(parents=True, exist_ok=True)
    os.environ['HOME'] = str(build.resolve())
    if not (build / '.why3.conf').exists():
        subprocess.run(['why3', 'config', 'detect'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=True)


def include_folder(cflags, source):
    """The folder of the include path from which units include this source."""
    folders = [flag[2:] for flag in cflags if flag.startswith('-I')]
    return max((folder for folder in folders if source.startswith(folder + '/')), key=len)


def mutate(unit, row, build):
    """A copy of the source with one mistake, included in its place. (noticed, line to print)"""
    _, function, source, old, new = row
    text = pathlib.Path(source).read_text(encoding='utf-8')
    if text.count(old) != 1:
        return False, f'error: mutants.txt: `{old}` is not in {source} exactly once'
    folder = build / 'mutant' / f'{unit.area.name}-{unit.name}-{os.getpid()}-{abs(hash(tuple(row)))}'
    copy = folder / pathlib.Path(source).relative_to(include_folder(unit.cflags, source))
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text.replace(old, new), encoding='utf-8')
    result = Result(run_wp(unit, [function], [f'-I{folder}'], []))
    copy.unlink()
    noticed = sorted(set(result.open) - set(unit.expected))
    if result.complaints:
        return False, f'error: {unit.title}: {result.complaints[0]}'
    verdict = 'noticed' if noticed else 'error: not noticed'
    return bool(noticed), f'{verdict}: {source}: `{old}` -> `{new}`: {", ".join(noticed)}'


def run_mutants(units, build, pool):
    rows = [(unit, row) for unit in units for row in read_table(unit.area / 'mutants.txt', 5, '\t')
            if row[0] == unit.name]
    noticed = 0
    for done in concurrent.futures.as_completed([pool.submit(mutate, unit, row, build) for unit, row in rows]):
        fine, line = done.result()
        noticed += fine
        print(line, flush=True)
    print(f'{noticed} mutants noticed, {len(rows) - noticed} not')
    return noticed == len(rows) > 0


def run_proofs(units, build, pool, with_bits):
    jobs = [pool.submit(prove_unit, unit, build) for unit in units]
    if with_bits:
        jobs.append(pool.submit(prove_bits))
    proved, still_open, fine = 0, 0, bool(jobs)
    for done in concurrent.futures.as_completed(jobs):
        result = done.result()
        proved += result[0]
        still_open += result[1]
        fine = fine and result[2]
        print('\n'.join(result[3]), flush=True)
    print(f'{proved} proved, {still_open} open')
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('units', nargs='*', help='AREA, AREA/UNIT or UNIT (default: all, and the bit axioms)')
    parser.add_argument('--area', action='append', required=True, metavar='AREA=FLAGS',
                        help='folder of proofs, and the preprocessor flags of the code that it proves')
    parser.add_argument('--build', type=pathlib.Path, default=pathlib.Path('build/proof'),
                        help='folder for what this writes: a log a unit')
    parser.add_argument('--jobs', type=int, default=os.cpu_count(), help='provers that run at a time')
    parser.add_argument('--mutants', action='store_true', help='check that mistakes are noticed')
    parser.add_argument('--cache', metavar='FOLDER', help='keep the answers of provers and use them the next time')
    options = parser.parse_args()
    set_up_why3(options.build)
    if options.cache:
        os.environ.update(FRAMAC_WP_CACHE='update', FRAMAC_WP_CACHEDIR=os.path.abspath(options.cache))
    units = []
    for area in options.area:
        name, flags = area.split('=', 1)
        units += read_area(name, shlex.split(flags))
    chosen = [unit for unit in units
              if not options.units or {unit.area.name, unit.title, unit.name} & set(options.units)]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        if options.mutants:
            return 0 if run_mutants(chosen, options.build, pool) else 1
        return 0 if run_proofs(chosen, options.build, pool, not options.units) else 1


if __name__ == '__main__':
    sys.exit(main())
