#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Proves the axioms of bits.h and one_bit.h with Z3.

An axiom is read as `axiom NAME: \\forall integer A, B; FORMULA;` where FORMULA has only C's integer and
logical operators, ==>, <==>, casts to uint64_t, has_bit(x, k), which stands for bit k of x, and top_bit(x),
which is the highest bit of x that is 1, or 0. All numbers become bit vectors of 160 bits, so that sums,
products with constants and shifts of 64-bit words are exact, and an axiom holds if the negation of its formula
has no model. A remainder by a power with a variable exponent k is beyond the solver; such an axiom must
restrict k to 0 <= k < 64, and is proved for each k.
"""

import re
import subprocess
import sys

WIDTH = 160
TOKEN = re.compile(r'\s*(0x[0-9a-f]+|\d+|\w+|<==>|==>|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|~!<>(),])')
LEVELS = [('<==>',), ('==>',), ('||',), ('&&',), ('|',), ('&',), ('==', '!=', '<', '<=', '>', '>='),
          ('<<', '>>'), ('+', '-'), ('*', '/', '%')]
RELATIONS = LEVELS[6]
SMT = {'<==>': '=', '==>': '=>', '||': 'or', '&&': 'and', '|': 'bvor', '&': 'bvand', '==': '=',
       '!=': 'distinct', '<': 'bvslt', '<=': 'bvsle', '>': 'bvsgt', '>=': 'bvsge', '<<': 'bvshl',
       '>>': 'bvashr', '+': 'bvadd', '-': 'bvsub', '*': 'bvmul', '/': 'bvsdiv', '%': 'bvsrem'}


def number(value):
    return f'(_ bv{value} {WIDTH})'


def has_bit(word, bit):
    return f'(= (bvand (bvashr {word} {bit}) {number(1)}) {number(1)})'


def top_bit(word):
    top = number(0)
    for bit in range(64):
        top = f'(ite {has_bit(word, number(bit))} {number(bit)} {top})'
    return top


class Formula:
    """Recursive descent from ACSL to SMT-LIB."""

    def __init__(self, text, variables):
        self.tokens = TOKEN.findall(text)
        if ''.join(self.tokens) != re.sub(r'\s', '', text):
            raise ValueError(f'cannot read `{text}`')
        self.variables = variables
        self.smt = self.level(0)
        if self.tokens:
            raise ValueError(f'nothing may follow: {self.tokens}')

    def take(self, *expected):
        if self.tokens and self.tokens[0] in expected:
            return self.tokens.pop(0)
        return None

    def need(self, token):
        if not self.take(token):
            raise ValueError(f'`{token}` missing before {self.tokens[:5]}')

    def level(self, n):
        if n == len(LEVELS):
            return self.unary()
        if LEVELS[n] is RELATIONS:
            return self.chain(n)
        left = self.level(n + 1)
        while operator := self.take(*LEVELS[n]):
            right = self.level(n if operator == '==>' else n + 1)
            left = f'({SMT[operator]} {left} {right})'
        return left

    def chain(self, n):
        """a <= x < b means a <= x && x < b."""
        left = self.level(n + 1)
        parts = []
        while operator := self.take(*RELATIONS):
            right = self.level(n + 1)
            parts.append(f'({SMT[operator]} {left} {right})')
            left = right
        return left if not parts else parts[0] if len(parts) == 1 else f'(and {" ".join(parts)})'

    def unary(self):
        if self.take('~'):
            return f'(bvnot {self.unary()})'
        if self.take('!'):
            return f'(not {self.unary()})'
        if self.tokens[:3] == ['(', 'uint64_t', ')']:
            del self.tokens[:3]
            return f'(bvand {self.unary()} {number(2**64 - 1)})'
        if self.take('('):
            inner = self.level(0)
            self.need(')')
            return inner
        return self.atom()

    def argument(self, end):
        value = self.level(4)
        self.need(end)
        return value

    def atom(self):
        token = self.tokens.pop(0)
        if token == 'has_bit':
            self.need('(')
            word = self.argument(',')
            return has_bit(word, self.argument(')'))
        if token == 'top_bit':
            self.need('(')
            return top_bit(self.argument(')'))
        if token[0].isdigit():
            return number(int(token, 0))
        if token not in self.variables:
            raise ValueError(f'unknown name `{token}`')
        return token


def read_axioms(path):
    text = open(path, encoding='ascii').read().replace('WORD_LIMIT', '0x10000000000000000')
    text = re.sub(r'//.*', '', text)
    found = re.findall(r'axiom (\w+):\s*\\forall integer ([^;]*);([^;]*);', text)
    if len(found) != len(re.findall(r'\baxiom\s', text.split('/*@', 1)[1])):
        raise ValueError(f'{path}: an axiom is not in the language of bits.py')
    return [(name, [v.strip() for v in names.split(',')], body) for name, names, body in found]


def queries(variables, body):
    """SMT-LIB texts that must all be unsatisfiable."""
    formula = Formula(body, variables).smt
    declare = ''.join(f'(declare-const {v} (_ BitVec {WIDTH}))' for v in variables)
    refute = f'(assert (not {formula}))(check-sat)'
    if not re.search(r'%\s*\(', body):
        return [declare + refute]
    if '0 <= k < 64' not in body:
        raise ValueError(f'the exponent must be k, with 0 <= k < 64, in `{body}`')
    return [declare + f'(assert (= k {number(k)}))' + refute for k in range(64)]


def prove(variables, body):
    script = '(set-logic QF_BV)'.join([''] + [f'{q}(reset)' for q in queries(variables, body)])
    run = subprocess.run(['z3', '-smt2', '-in', '-T:900'], input=script, capture_output=True, text=True,
                         check=False)
    answers = run.stdout.split()
    return len(answers) == script.count('(check-sat)') and set(answers) == {'unsat'}


def prove_files(paths):
    """(name, proved) of each axiom."""
    return [(name, prove(variables, body)) for path in paths for name, variables, body in read_axioms(path)]


if __name__ == '__main__':
    results = prove_files(sys.argv[1:])
    for axiom, proved in results:
        print(f'{axiom}: {"proved" if proved else "NOT PROVED"}')
    sys.exit(not all(proved for _, proved in results))
