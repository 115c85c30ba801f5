/* SPDX-License-Identifier: BSD-2-Clause */
/* SipHash-2-4: a keyed hash of short inputs, whose outputs tell nothing of the key. */
#pragma once

#include <stdint.h>

/* The hash of two 64-bit words (16 bytes, little-endian) under a 128-bit key. */
uint64_t siphash_2_words(const uint64_t key[2], uint64_t first, uint64_t second);
