/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A ring of numbers with one writer and one reader. Each side writes only what is its own: the producer the
 * numbers and `produced`, the consumer `consumed`, in a region of its own. Both counters run freely.
 */
#pragma once

#include <microkit.h>

#define RING_SLOTS 16u
#define NUMBERS 100u
#define CHANNEL 0

struct ring {
    seL4_Uint32 produced;
    seL4_Uint32 numbers[RING_SLOTS];
};

struct position {
    seL4_Uint32 consumed;
};

static inline seL4_Uint32 load(const seL4_Uint32 *counter)
{
    return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

static inline void store(seL4_Uint32 *counter, seL4_Uint32 value)
{
    __atomic_store_n(counter, value, __ATOMIC_RELEASE);
}
