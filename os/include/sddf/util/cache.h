/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance, which virtualisers alone do, on data that they are about to hand to a DMA device or have
 * just received from one (CACHE-1, CACHE-2). Ranges are virtual and half open; a line that the range covers
 * in part is included; start == end does nothing.
 */
#pragma once

#include <stdint.h>

#include <os/build.h>

#define CACHE_LINE_SIZE (1ul << OS_CACHE_LINE_BITS)

#if defined(__aarch64__)

#define CACHE_CLEAN_LINE(p)            __asm__ volatile("dc cvac, %0" ::"r"(p) : "memory")
#define CACHE_CLEAN_INVALIDATE_LINE(p) __asm__ volatile("dc civac, %0" ::"r"(p) : "memory")
#define CACHE_CLEAN_DONE()             __asm__ volatile("dmb sy" ::: "memory")
#define CACHE_CLEAN_INVALIDATE_DONE()  __asm__ volatile("dsb sy" ::: "memory")

/* Memory holds what we wrote, before any later write that tells the device. */
static inline void cache_clean(unsigned long start, unsigned long end)
{
    for (unsigned long line = start & ~(CACHE_LINE_SIZE - 1); line < end; line += CACHE_LINE_SIZE) {
        CACHE_CLEAN_LINE(line);
    }
    CACHE_CLEAN_DONE();
}

/* Later reads see what the device wrote. User level has no pure invalidate (CACHE-3). */
static inline void cache_clean_and_invalidate(unsigned long start, unsigned long end)
{
    for (unsigned long line = start & ~(CACHE_LINE_SIZE - 1); line < end; line += CACHE_LINE_SIZE) {
        CACHE_CLEAN_INVALIDATE_LINE(line);
    }
    CACHE_CLEAN_INVALIDATE_DONE();
}

#else

#if defined(__riscv)
#define CACHE_ORDER_WRITES() __asm__ volatile("fence ow, ow" ::: "memory")
#define CACHE_ORDER_READS()  __asm__ volatile("fence ir, ir" ::: "memory")
#else
#define CACHE_ORDER_WRITES() __asm__ volatile("" ::: "memory")
#define CACHE_ORDER_READS()  __asm__ volatile("" ::: "memory")
#endif

/* DMA is coherent here: only order matters. */
static inline void cache_clean(unsigned long start, unsigned long end)
{
    (void)start;
    (void)end;
    CACHE_ORDER_WRITES();
}

static inline void cache_clean_and_invalidate(unsigned long start, unsigned long end)
{
    (void)start;
    (void)end;
    CACHE_ORDER_READS();
}

#endif
