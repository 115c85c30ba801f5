#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Proves the units of units.txt with Frama-C/WP and CVC4, and the axioms about bits with Z3.

A unit is a C file in units/ that includes the kernel source which it proves, with the assumptions that this
needs; its line in units.txt names the functions whose contracts and freedom from run-time errors are proved.
Obligations that no prover discharges must stand in open.txt with the reason, or the run fails. The run fails
too if WP warns that it dropped a part of a contract, or finds a contract contradictory: a proof from nonsense
is no proof. The last line is `N proved, N open'.
"""

import argparse
import os
import re
import subprocess
import sys

import bits

HERE = os.path.dirname(os.path.abspath(__file__))
GOAL = re.compile(r'^\[wp\] \[(.+?)\] Goal typed_(\S+) : (\w+)')
FAILED_GOAL = re.compile(r'^\[wp\] \[Failed\] Goal typed_(\S+)')
SMOKE = re.compile(r'^\[wp\] \[(Passed|Failed)\] Smoke-test typed_(\S+)')
TOTAL = re.compile(r'^\[wp\] Proved goals:\s+(\d+) / (\d+)')
# What WP says when it could not express a part of a contract and went on without it.
DROPPED = re.compile(
    r'Ignored|Degenerated|Stronger|Undefined array-size|turned to False|annot-error|not found')
BIT_AXIOMS = ['bits.h', 'one_bit.h']


def read_table(path, columns):
    """Lines of columns, parted by spaces, which the last may contain; # starts a comment line."""
    with open(path, encoding='utf-8') as lines:
        rows = [line.split(None, columns - 1) for line in lines if line.strip() and line[0] != '#']
    return [[column.strip() for column in row] for row in rows]


def read_units(path):
    return [(name, functions.split(',')) for name, functions in read_table(path, 2)]


class Result:
    """What WP said about one unit."""

    def __init__(self, output):
        self.proved, self.open, self.complaints = 0, [], []
        total = None
        for line in output.splitlines():
            if goal := GOAL.match(line):
                if goal[3] == 'Valid':
                    self.proved += 1
                else:
                    self.open.append(goal[2])
            elif goal := FAILED_GOAL.match(line):
                self.open.append(goal[1])
            elif (smoke := SMOKE.match(line)) and smoke[1] == 'Failed':
                self.complaints.append(f'contradiction: everything follows at {smoke[2]}')
            elif match := TOTAL.match(line):
                total = int(match[2])
            if DROPPED.search(line) or 'User Error' in line:
                self.complaints.append(line)
        if total is None:
            self.complaints.append('Frama-C gave no result:\n' + output[-2000:])


def run_wp(source, functions, options, smoke=True):
    command = ['frama-c', '-machdep', 'gcc_x86_64', '-c11',
               f'-cpp-extra-args={options.cflags} -I{HERE}', source,
               '-wp', '-wp-rte', '-wp-no-filter', '-wp-prover', 'cvc4', '-wp-par', '2', '-wp-timeout',
               str(options.timeout), '-wp-fct', ','.join(functions)]
    if smoke:
        command += ['-wp-smoke-tests', '-wp-smoke-timeout', '1']
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return Result(run.stdout + run.stderr)


def prove_unit(name, functions, expected, options):
    """Prints what is open or wrong. (proved, open, fine)"""
    result = run_wp(os.path.join(HERE, 'units', name + '.c'), functions, options)
    fine = not result.complaints
    for complaint in result.complaints:
        print(f'error: {name}: {complaint}')
    for goal in result.open:
        known = (name, goal) in expected
        fine = fine and known
        print(f'{"open" if known else "error"}: {name}: {goal}: '
              f'{expected[name, goal] if known else "not proved, and not in open.txt"}')
    for unit, goal in expected:
        if unit == name and goal not in result.open and not result.complaints:
            print(f'note: {name}: {goal} is proved: take it out of open.txt')
    print(f'{name}: {len(functions)} functions, {result.proved} proved, {len(result.open)} open', flush=True)
    return result.proved, len(result.open), fine


def prove_bits():
    results = bits.prove_files([os.path.join(HERE, name) for name in BIT_AXIOMS])
    failed = [name for name, proved in results if not proved]
    for name in failed:
        print(f'error: bits: axiom {name} does not hold')
    print(f'bits: {len(results)} axioms, {len(results) - len(failed)} proved', flush=True)
    return len(results) - len(failed), len(failed), not failed


def set_up_why3(build):
    """WP finds its provers through a file in the home folder; ours is in the build tree."""
    os.makedirs(build, exist_ok=True)
    os.environ['HOME'] = os.path.abspath(build)
    if not os.path.exists(os.path.join(build, '.why3.conf')):
        subprocess.run(['why3', 'config', 'detect'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=True)


def mutate(mutant, options):
    """A copy of the source with one mistake, included in its place: true if a proof notices."""
    unit, source, old, new = mutant
    text = open(source, encoding='utf-8').read()
    if text.count(old) != 1:
        print(f'error: mutants.txt: `{old}` is not in {source} exactly once')
        return False
    folder = os.path.join(options.build, 'mutant', unit)
    inside = source.removeprefix('kernel/')
    os.makedirs(os.path.join(folder, os.path.dirname(inside)), exist_ok=True)
    with open(os.path.join(folder, inside), 'w', encoding='utf-8') as copy:
        copy.write(text.replace(old, new))
    functions = dict(read_units(os.path.join(HERE, 'units.txt')))[unit]
    before = {row[1] for row in read_table(os.path.join(HERE, 'open.txt'), 3) if row[0] == unit}
    cflags, options.cflags = options.cflags, f'-I{folder} {options.cflags}'
    result = run_wp(os.path.join(HERE, 'units', unit + '.c'), functions, options, smoke=False)
    options.cflags = cflags
    os.remove(os.path.join(folder, inside))
    noticed = sorted(set(result.open) - before)
    if result.complaints:
        print(f'error: {unit}: {result.complaints[0]}')
        return False
    verdict = 'noticed' if noticed else 'error: not noticed'
    print(f'{verdict}: {source}: `{old}` -> `{new}`: {", ".join(noticed)}', flush=True)
    return bool(noticed)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('units', nargs='*', help='names from units.txt (default: all, and the bit axioms)')
    parser.add_argument('--cflags', required=True, help='preprocessor flags of the kernel')
    parser.add_argument('--build', default='build/proof', help='folder for what this writes')
    parser.add_argument('--timeout', type=int, default=10, help='seconds a goal')
    parser.add_argument('--mutants', action='store_true', help='check that mistakes are noticed')
    options = parser.parse_args()
    set_up_why3(options.build)
    if options.mutants:
        with open(os.path.join(HERE, 'mutants.txt'), encoding='utf-8') as lines:
            mutants = [line.rstrip('\n').split('\t') for line in lines if line.strip() and line[0] != '#']
        caught = [mutate(m, options) for m in mutants if not options.units or m[0] in options.units]
        print(f'{sum(caught)} mutants noticed, {len(caught) - sum(caught)} not')
        return 0 if all(caught) else 1
    expected = {(unit, goal): reason for unit, goal, reason in read_table(os.path.join(HERE, 'open.txt'), 3)}
    results = [] if options.units else [prove_bits()]
    for name, functions in read_units(os.path.join(HERE, 'units.txt')):
        if not options.units or name in options.units:
            results.append(prove_unit(name, functions, expected, options))
    print(f'{sum(r[0] for r in results)} proved, {sum(r[1] for r in results)} open')
    return 0 if results and all(r[2] for r in results) else 1


if __name__ == '__main__':
    sys.exit(main())
