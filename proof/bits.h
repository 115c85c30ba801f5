/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts about bit operations on 64-bit words.
 *
 * WP's own theory of &, |, ~, << and >> is too weak for what a kernel does with words, so that the proofs
 * take these facts as axioms. None is taken on trust: bits.py reads this file, turns each axiom into
 * arithmetic on vectors of 160 bits, where nothing below can overflow, and has Z3 refute its negation.
 * It describes the language that axioms here are limited to.
 */
#pragma once

#include "frama_c.h"

#define WORD_LIMIT 0x10000000000000000

/*@ axiomatic word_bits {
      axiom and_3: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 3) == x % 4;
      axiom and_15: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 15) == x % 16;
      axiom and_31: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 31) == x % 32;
      axiom and_63: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 63) == x % 64;
      axiom and_127: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 127) == x % 128;
      axiom and_0xffff: \forall integer x; 0 <= x < WORD_LIMIT ==> (x & 0xffff) == x % 0x10000;
      axiom and_48_bits: \forall integer x; 0 <= x < WORD_LIMIT ==>
        (x & 0xffffffffffff) == x % 0x1000000000000;

      axiom right_6: \forall integer x; 0 <= x < WORD_LIMIT ==> (x >> 6) == x / 64;
      axiom right_7: \forall integer x; 0 <= x < WORD_LIMIT ==> (x >> 7) == x / 128;
      axiom right_12: \forall integer x; 0 <= x < WORD_LIMIT ==> (x >> 12) == x / 0x1000;
      axiom right_16: \forall integer x; 0 <= x < WORD_LIMIT ==> (x >> 16) == x / 0x10000;

      axiom pack_6: \forall integer x, y; 0 <= x < 0x400000000000000 && 0 <= y < 64 ==>
        ((uint64_t)(x << 6) | y) ==
        x * 64 + y;
      axiom pack_16: \forall integer x, y; 0 <= x < 0x1000000000000 && 0 <= y < 0x10000 ==>
        ((uint64_t)(x << 16) | y) ==
        x * 0x10000 + y;

      // WP sorts the operands of | by the names of variables, and provers match literally: all orders.
      axiom pack_message_label_caps_extra: \forall integer w, x, y, z;
        0 <= w < 128 && 0 <= x < 0x10000000000000 && 0 <= y < 8 && 0 <= z < 4 ==>
        ((uint64_t)(x << 12) | (uint64_t)(y << 9) | (uint64_t)(z << 7) | w) ==
        x * 0x1000 + y * 0x200 + z * 0x80 + w;
      axiom pack_message_label_extra_caps: \forall integer w, x, y, z;
        0 <= w < 128 && 0 <= x < 0x10000000000000 && 0 <= y < 4 && 0 <= z < 8 ==>
        ((uint64_t)(x << 12) | (uint64_t)(y << 7) | (uint64_t)(z << 9) | w) ==
        x * 0x1000 + y * 0x80 + z * 0x200 + w;
      axiom pack_message_caps_label_extra: \forall integer w, x, y, z;
        0 <= w < 128 && 0 <= x < 8 && 0 <= y < 0x10000000000000 && 0 <= z < 4 ==>
        ((uint64_t)(x << 9) | (uint64_t)(y << 12) | (uint64_t)(z << 7) | w) ==
        x * 0x200 + y * 0x1000 + z * 0x80 + w;
      axiom pack_message_caps_extra_label: \forall integer w, x, y, z;
        0 <= w < 128 && 0 <= x < 8 && 0 <= y < 4 && 0 <= z < 0x10000000000000 ==>
        ((uint64_t)(x << 9) | (uint64_t)(y << 7) | (uint64_t)(z << 12) | w) ==
        x * 0x200 + y * 0x80 + z * 0x1000 + w;
      axiom pack_message_extra_label_caps: \forall integer w, x, y, z;
        0 <= w < 128 && 0 <= x < 4 && 0 <= y < 0x10000000000000 && 0 <= z < 8 ==>
        ((uint64_t)(x << 7) | (uint64_t)(y << 12) | (uint64_t)(z << 9) | w) ==
        x * 0x80 + y * 0x1000 + z * 0x200 + w;
      axiom pack_message_extra_caps_label: \forall integer w, x, y, z;
        0 <= w < 128 && 0 <= x < 4 && 0 <= y < 8 && 0 <= z < 0x10000000000000 ==>
        ((uint64_t)(x << 7) | (uint64_t)(y << 9) | (uint64_t)(z << 12) | w) ==
        x * 0x80 + y * 0x200 + z * 0x1000 + w;
    } */
