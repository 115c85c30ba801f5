/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts about rounding to multiples of powers of two; as bits.h, and proved the same way.
 */
#pragma once

#include "one_bit.h"

/*@ axiomatic multiples {
      axiom round_down: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        (uint64_t)((x >> k) << k) == x - x % (1 << k);
      axiom align: \forall integer x, k; 0 <= x < WORD_LIMIT && 0 <= k < 64 ==>
        (x - x % (1 << k)) % (1 << k) == 0;
      // Of 2^n bytes w are free: c blocks of 2^k bytes that fit fit also if they begin at a multiple of 2^k.
      axiom align_room: \forall integer w, n, c, k;
        0 <= k < 64 && 0 <= n < 64 && 0 <= w <= (1 << n) && 1 <= c < WORD_LIMIT && c <= (w >> k) ==>
        ((1 << n) - w + (1 << k) - 1) - ((1 << n) - w + (1 << k) - 1) % (1 << k) + (c << k) <= (1 << n);
    } */
