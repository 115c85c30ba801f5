/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts about words as lists of bits, taken off from the lowest on: as bits.h, and proved the same way. Assumed: what
 * the compiler's count of trailing zeros means.
 */
#pragma once

#include "one_bit.h"

/*@ axiomatic lists {
      axiom without_lowest: \forall integer x, r, j; 0 < x < WORD_LIMIT && 0 <= r < 64 && 0 <= j < 64 &&
        (x & ((1 << r) - 1)) == 0 && has_bit(x, r) ==>
        (has_bit(x & (uint64_t)(x - 1), j) <==> (has_bit(x, j) && j != r));
      axiom tested: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        (((x >> k) & 1) != 0 <==> has_bit(x, k));
      axiom and_255: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 255) == x % 256;
      axiom bits_62: \forall integer x; 0 <= x < WORD_LIMIT ==>
        ((x & 0x4000000000000000) != 0 <==> has_bit(x, 62));
      axiom bits_63: \forall integer x; 0 <= x < WORD_LIMIT ==>
        ((x & 0x8000000000000000) != 0 <==> has_bit(x, 63));
      axiom fewer: \forall integer x; 0 < x < WORD_LIMIT ==> 0 <= (x & (uint64_t)(x - 1)) < x;
    } */

/*@ requires x != 0;
    assigns \result \from x;
    ensures 0 <= \result < 64 && has_bit(x, \result) && (x & ((1 << \result) - 1)) == 0;
    ensures \forall integer b; 0 <= b < \result ==> !has_bit(x, b); */
int __builtin_ctzl(unsigned long x);
/*@ requires x != 0;
    assigns \result \from x;
    ensures 0 <= \result < 64 && has_bit(x, \result) && (x & ((1 << \result) - 1)) == 0;
    ensures \forall integer b; 0 <= b < \result ==> !has_bit(x, b); */
int __builtin_ctzll(unsigned long long x);
