/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The watermark of an untyped region: bytes in use from its base (UNT-6 to UNT-9).
 */
#pragma once

#include <autoconf.h>

#include "types.h"

/* Used memory is cleared from the top down in chunks of so many bytes. */
enum { WATERMARK_CHUNK = 1 << CONFIG_RESET_CHUNK_BITS };

/* Do count objects of 2^object_bits bytes fit into the available bytes at the end of a region? (UNT-2.13) */
/*@ requires object_bits < 64;
    assigns \nothing;
    ensures \result <==> count <= (available >> object_bits); */
static inline bool watermark_fits(word_t available, word_t object_bits, word_t count)
{
    return count <= available >> object_bits;
}

/* Where the next object of 2^object_bits bytes begins (UNT-7). */
/*@ requires object_bits < 64 && used + (1 << object_bits) <= UINT64_MAX;
    assigns \nothing;
    ensures used <= \result < used + (1 << object_bits);
    ensures \result % (1 << object_bits) == 0;
    ensures room: \forall integer size_bits, count;
      0 <= size_bits < 64 && used <= (1 << size_bits) && 1 <= count <= UINT64_MAX &&
      count <= (((1 << size_bits) - used) >> object_bits) ==>
      \result + (count << object_bits) <= (1 << size_bits); */
static inline word_t watermark_first(word_t used, word_t object_bits)
{
    return (used + MASK_BITS(object_bits)) >> object_bits << object_bits;
}

/* The watermark when the topmost chunk in use has been cleared. */
/*@ requires used > 0;
    assigns \nothing;
    ensures \result % WATERMARK_CHUNK == 0 && \result < used <= \result + WATERMARK_CHUNK; */
static inline word_t watermark_below(word_t used)
{
    return (used - 1u) / WATERMARK_CHUNK * WATERMARK_CHUNK;
}
