/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts about single bits and masks of variable width in 64-bit words; as bits.h, and proved the same way.
 *
 * has_bit keeps a bit test opaque to the provers, so that they reason with the facts here only. Facts about
 * masks stand apart, because WP passes on an axiomatic with a symbol of its own only to goals that name it.
 */
#pragma once

#include "bits.h"

/*@ axiomatic single_bits {
      predicate has_bit(integer x, integer k);

      logic integer top_bit(integer x); // the highest bit that is 1; 0 if none is

      axiom top_bit: \forall integer x; 0 < x < WORD_LIMIT ==> 0 <= top_bit(x) < 64 && has_bit(x, top_bit(x));
      axiom top_bit_is_highest: \forall integer x, j; 0 <= x < WORD_LIMIT && 0 <= j < 64 && has_bit(x, j) ==>
        j <= top_bit(x);
      axiom top_bit_above: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 && (x >> k) > 1 ==>
        k < top_bit(x);
      axiom bit_above: \forall integer x, j, k; 0 <= x < WORD_LIMIT && 0 <= k < j && j < 64 && has_bit(x, j) ==>
        (x >> k) > 1;
      axiom bit_narrow: \forall integer k; 0 <= k < 64 ==> (uint64_t)(1 << k) == (1 << k);
      axiom bit_of_bit: \forall integer k, j; 0 <= k < 64 && 0 <= j < 64 ==> (has_bit(1 << k, j) <==> j == k);
      axiom bit_of_or: \forall integer x, y, j; 0 <= x < WORD_LIMIT && 0 <= y < WORD_LIMIT && 0 <= j < 64 ==>
        (has_bit(x | y, j) <==> (has_bit(x, j) || has_bit(y, j)));
      axiom bit_of_and: \forall integer x, y, j; 0 <= x < WORD_LIMIT && 0 <= y < WORD_LIMIT && 0 <= j < 64 ==>
        (has_bit(x & y, j) <==> (has_bit(x, j) && has_bit(y, j)));
      axiom bit_of_not: \forall integer x, j; 0 <= x < WORD_LIMIT && 0 <= j < 64 ==>
        (has_bit((uint64_t)(~x), j) <==> !has_bit(x, j));
      axiom bit_of_zero: \forall integer j; 0 <= j < 64 ==> !has_bit(0, j);
      axiom or_limits: \forall integer x, y; 0 <= x < WORD_LIMIT && 0 <= y < WORD_LIMIT ==>
        x <= (x | y) < WORD_LIMIT && y <= (x | y);
      axiom and_limits: \forall integer x, y; 0 <= x < WORD_LIMIT && 0 <= y < WORD_LIMIT ==>
        0 <= (x & y) <= x && (x & y) <= y;
    }

    axiomatic masks {
      axiom bit_limits: \forall integer k; 0 <= k < 64 ==> 1 <= (1 << k) < WORD_LIMIT;
      axiom mask: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        (x & (uint64_t)((uint64_t)(1 << k) - 1)) == x % (1 << k);
      axiom and_below: \forall integer x, y; 0 <= x < WORD_LIMIT && 0 <= y < WORD_LIMIT ==>
        0 <= (x & y) <= y && (x & y) <= x;
      axiom mask_narrow: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        (x & ((1 << k) - 1)) == x % (1 << k);
      axiom remainder_limits: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        0 <= x % (1 << k) < (1 << k);
      axiom right_limits: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==> 0 <= (x >> k) <= x;
    } */
