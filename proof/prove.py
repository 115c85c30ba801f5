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
import fnmatch
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

import bits

HERE = pathlib.Path(__file__).resolve().parent
GOAL = re.compile(r'^\[wp\] \[(.+?)\] Goal typed_(\S+) : (\w+)')
FAILED_GOAL = re.compile(r'^\[wp\] \[Failed\] Goal typed_(\S+)')
SMOKE = re.compile(r'^\[wp\] \[(Passed|Failed)\] Smoke-test typed_(\S+)')
TOTAL = re.compile(r'^\[wp\] Proved goals:\s+(\d+) / (\d+)')
# What WP says when it could not express a part of a contract and went on without it, or took a predicate for one of no
# state.
DROPPED = re.compile(
    r'No definition|Ignored|Degenerated|Stronger|Undefined array-size|turned to False|annot-error|not found')
# The prover that a unit's options do not name. Z3 goes first, for it begins faster.
PROVERS = ['-wp-prover', 'z3,cvc4']
# Stages of a run, each of which sees only what those before it left open. One prover proves nearly every goal in a few
# steps, so that it is a waste to let the other go on for long before. Provers count their steps, so that the same
# goals are proved on any machine; seconds only end what went wrong.
STAGES = [['-wp-steps', '300000', '-wp-timeout', '150'], ['-wp-steps', '1500000']]
# Smoke tests are goals that must not be provable, the last stage: it shares what Frama-C has parsed with those before.
# WP has no way to name them; this leaves out most of the others.
SMOKE_TESTS = ['-wp-smoke-tests', '-wp-prover=-cvc4', '-wp-steps', '200000', '-wp-smoke-timeout', '5',
               '-wp-prop=' + ','.join('-@' + kind for kind in ('requires', 'assigns', 'ensures', 'assert', 'invariant',
                                                               'variant', 'exits', 'lemma'))]


@dataclasses.dataclass
class Unit:
    """A line, or several, of units.txt."""
    area: pathlib.Path
    name: str
    cflags: list
    functions: list = dataclasses.field(default_factory=list)
    options: list = dataclasses.field(default_factory=list)
    expected: dict = dataclasses.field(default_factory=dict) # patterns of open goals, with their reasons

    @property
    def title(self):
        return f'{self.area.name}/{self.name}'

    def reason(self, goal):
        """Why it may be open, from open.txt; None: it must not be."""
        return next((why for pattern, why in self.expected.items() if fnmatch.fnmatchcase(goal, pattern)), None)

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
        self.complaints, self.smoke = [], 0
        proved, tried, total = set(), set(), None
        for line in output.splitlines():
            if goal := GOAL.match(line):
                tried.add(goal[2])
                if goal[3] == 'Valid':
                    proved.add(goal[2])
            elif goal := FAILED_GOAL.match(line):
                tried.add(goal[1])
            elif smoke := SMOKE.match(line):
                self.smoke += 1
                if smoke[1] == 'Failed':
                    self.complaints.append(f'contradiction: everything follows at {smoke[2]}')
            elif match := TOTAL.match(line):
                total = int(match[2])
            if DROPPED.search(line) or 'User Error' in line:
                self.complaints.append(line)
        self.proved, self.open = len(proved), sorted(tried - proved)
        if total is None:
            self.complaints.append('Frama-C gave no result:\n' + output[-2000:])


def run_wp(unit, functions, stages):
    cflags = shlex.join([*unit.cflags, f'-I{HERE}'])
    command = ['frama-c', '-machdep', 'gcc_x86_64', '-c11', f'-cpp-extra-args={cflags}', str(unit.source),
               '-wp-rte', '-wp-no-filter', '-wp-cache-env', '-wp-par', '1', *unit.options,
               *([] if '-wp-prover' in unit.options else PROVERS)]
    for number, stage in enumerate(stages):
        command += [*(['-then'] if number else []), '-wp', *stage, '-wp-fct', ','.join(functions)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    ended = '' if run.returncode == 0 else f'\nUser Error: Frama-C ended with {run.returncode}\n'
    return run.stdout + run.stderr + ended


def log(unit, build, output):
    path = build / unit.area.name / f'{unit.name}.log'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(output, encoding='utf-8')


def prove_unit(unit, build):
    """(proved, open, lines to print, of which those that begin with `error' spoil the run)"""
    began = time.monotonic()
    output = run_wp(unit, unit.functions, [*STAGES, SMOKE_TESTS])
    log(unit, build, output)
    result = Result(output)
    lines = [f'error: {unit.title}: {complaint}' for complaint in result.complaints]
    for goal in result.open:
        reason = unit.reason(goal)
        lines.append(f'{"open" if reason else "error"}: {unit.title}: {goal}: '
                     f'{reason or "not proved, and not in open.txt"}')
    if not result.complaints:
        lines += [f'note: {unit.title}: {pattern} is proved: take it out of open.txt'
                  for pattern in unit.expected if not fnmatch.filter(result.open, pattern)]
    lines.append(f'{unit.title}: {len(unit.functions)} functions, {result.proved} proved, {len(result.open)} open, '
                 f'{result.smoke} smoke tests ({time.monotonic() - began:.0f} s)')
    return result.proved, len(result.open), lines


def prove_bits():
    """The same as prove_unit, of the axioms about bits: all headers with `bit' in their names."""
    began = time.monotonic()
    results = bits.prove_files(sorted(HERE.glob('*bit*.h')) + sorted(HERE.glob('*/*bit*.h')))
    failed = [name for name, proved in results if not proved]
    lines = [f'error: bits: axiom {name} does not hold' for name in failed]
    lines.append(f'bits: {len(results)} axioms, {len(results) - len(failed)} proved ({time.monotonic() - began:.0f} s)')
    return len(results) - len(failed), len(failed), lines


def check_list_of_files():
    """README.md says of every kernel file what is proved of it. What it misses, as lines to print."""
    text = (HERE / 'README.md').read_text(encoding='utf-8')
    table = text.split('## What is proved', 1)[1].split('\n## ', 1)[0]
    listed = set(re.findall(r'`([a-z0-9_/]+/\*|[a-z0-9_/.]+\.[chS])`', table))
    kernel = HERE.parent / 'kernel'
    files = {str(path.relative_to(kernel)) for path in kernel.rglob('*.[chS]')}
    missing = [name for name in sorted(files) if not any(fnmatch.fnmatchcase(name, row) for row in listed)]
    return [f'error: proof/README.md: kernel/{name} is missing in the table: say what is proved of it'
            for name in missing] + \
           [f'error: proof/README.md: there is no kernel/{row}: take it out'
            for row in sorted(listed) if not fnmatch.filter(files, row)]


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
    """A copy of the source with one mistake, included in its place. (noticed, line to print)

    A proof must fail, or, if the function is marked with !, a smoke test find that contracts contradict each other.
    """
    _, function, source, old, new = row
    text = pathlib.Path(source).read_text(encoding='utf-8')
    if text.count(old) != 1:
        return False, f'error: mutants.txt: `{old}` is not in {source} exactly once'
    folder = build / 'mutant' / f'{unit.area.name}-{unit.name}-{os.getpid()}-{abs(hash(tuple(row)))}'
    root = include_folder(unit.cflags, source)
    # The whole folder, because its files include each other by relative names too.
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns('*.[!ch]', '*.??*'))
    (folder / pathlib.Path(source).relative_to(root)).write_text(text.replace(old, new), encoding='utf-8')
    place = unit.cflags.index(f'-I{root}')
    mutant = dataclasses.replace(unit, cflags=[*unit.cflags[:place], f'-I{folder}', *unit.cflags[place:]])
    stages = [SMOKE_TESTS] if function[0] == '!' else STAGES
    result = Result(run_wp(mutant, [function.lstrip('!')], stages))
    shutil.rmtree(folder)
    if function[0] == '!':
        noticed = [line for line in result.complaints if line.startswith('contradiction')]
    else:
        noticed = sorted(goal for goal in result.open if not unit.reason(goal))
    if len(result.complaints) > (len(noticed) if function[0] == '!' else 0):
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


def run_proofs(units, build, pool, everything):
    jobs = [pool.submit(prove_unit, unit, build) for unit in units]
    lines = []
    if everything:
        jobs.insert(0, pool.submit(prove_bits))
        lines += check_list_of_files()
        print(''.join(line + '\n' for line in lines), end='')
    proved, still_open = 0, 0
    for done in concurrent.futures.as_completed(jobs):
        result = done.result()
        proved += result[0]
        still_open += result[1]
        lines += result[2]
        print('\n'.join(result[2]), flush=True)
    print(f'{proved} proved, {still_open} open')
    return jobs and not any(line.startswith('error') for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('units', nargs='*', help='AREA, AREA/UNIT or UNIT (default: all, and the bit axioms)')
    parser.add_argument('--area', action='append', required=True, metavar='AREA=FLAGS',
                        help='folder of proofs, and the preprocessor flags of the code that it proves')
    parser.add_argument('--build', type=pathlib.Path, default=pathlib.Path('build/proof'),
                        help='folder for what this writes: a log a unit')
    # One more than processors, for Frama-C sleeps between goals.
    parser.add_argument('--jobs', type=int, default=os.cpu_count() + 1, help='units that are proved at a time')
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
