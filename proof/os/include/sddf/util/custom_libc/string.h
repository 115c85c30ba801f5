/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the proofs know of copying, in place of <sddf/util/custom_libc/string.h>: memory is bytes, and what arrives is
 * anything, because another domain may be writing the source.
 */
#pragma once

#include <stddef.h>

/*@ requires \valid(to + (0 .. size - 1)) && \valid_read(from + (0 .. size - 1));
    assigns to[0 .. size - 1] \from \nothing;
    assigns \result \from to;
    ensures \result == to; */
char *memcpy(char *restrict to, const char *restrict from, size_t size);
