/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Untyped memory: the only source of kernel objects (UNT-1 to UNT-16).
 */
#pragma once

#include "cspace/slot.h"

struct invocation;

/* Smallest untyped object; watermarks are multiples of it (UNT-4, UNT-6). */
enum { UNTYPED_MIN_BITS = 4 };

APART outcome_t untyped_invoke(const struct invocation *request);

/* UNT-6, UNT-16: the watermark value of an untyped that hands out nothing more before it is reset. */
static inline word_t untyped_full(struct cap untyped)
{
    return BIT(untyped.size);
}
