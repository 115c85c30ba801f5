/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free physical memory during start-up.
 *
 * Invariant: the ranges are non-empty, ascending and disjoint; entries from range_count on are empty.
 */
#include "boot/arch_boot.h"

enum { BOOT_RANGES_MAX = 8 };

BOOT_DATA static struct boot_range free_range[BOOT_RANGES_MAX];
BOOT_DATA static uint32_t free_range_count;

BOOT_CODE void boot_memory_init(void)
{
    free_range[0] = arch_boot_ram();
    free_range_count = 1;
}

/* Puts a range before entry i. */
BOOT_CODE static void free_range_insert(uint32_t i, struct boot_range range)
{
    if (free_range_count == BOOT_RANGES_MAX) {
        boot_fail("too many separate ranges of free memory");
    }
    for (uint32_t j = free_range_count; j > i; j--) {
        free_range[j] = free_range[j - 1];
    }
    free_range[i] = range;
    free_range_count++;
}

BOOT_CODE static void free_range_remove(uint32_t i)
{
    free_range_count--;
    for (uint32_t j = i; j < free_range_count; j++) {
        free_range[j] = free_range[j + 1];
    }
    free_range[free_range_count] = (struct boot_range){0, 0};
}

/* Cuts [start, end), a non-empty part of entry i, out of it. */
BOOT_CODE static void free_range_cut(uint32_t i, struct boot_range cut)
{
    struct boot_range below = {free_range[i].start, cut.start};
    struct boot_range above = {cut.end, free_range[i].end};

    free_range_remove(i);
    if (above.start < above.end) {
        free_range_insert(i, above);
    }
    if (below.start < below.end) {
        free_range_insert(i, below);
    }
}

BOOT_CODE void boot_memory_reserve(struct boot_range range)
{
    /* From the top, so that a cut moves only entries that have been looked at. */
    for (uint32_t i = free_range_count; i-- > 0;) {
        struct boot_range cut = {
            range.start > free_range[i].start ? range.start : free_range[i].start,
            range.end < free_range[i].end ? range.end : free_range[i].end,
        };
        if (cut.start < cut.end) {
            free_range_cut(i, cut);
        }
    }
}

BOOT_CODE paddr_t boot_memory_take(uint64_t size, uint32_t align_bits)
{
    for (uint32_t i = free_range_count; i-- > 0;) {
        struct boot_range range = free_range[i];
        if (range.end - range.start < size) {
            continue;
        }
        paddr_t start = (range.end - size) & ~MASK_BITS(align_bits);
        if (start >= range.start) {
            free_range_cut(i, (struct boot_range){start, start + size});
            return start;
        }
    }
    boot_fail("no memory for the objects of the initial task");
}

BOOT_CODE struct boot_range boot_memory_range(uint32_t i)
{
    return i < free_range_count ? free_range[i] : (struct boot_range){0, 0};
}
