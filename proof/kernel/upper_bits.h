/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts about the upper bits of words; as bits.h, and proved the same way.
 */
#pragma once

#include "align_bits.h"

/*@ axiomatic upper_bits {
      axiom right_0: \forall integer x; 0 <= x < WORD_LIMIT ==> (x >> 0) == x;
      axiom upper: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        (x >> k) % (1 << (64 - k)) == (x >> k);
    } */
