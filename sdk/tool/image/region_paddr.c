/* SPDX-License-Identifier: BSD-2-Clause */
/* Choosing physical addresses for regions. */
#include "image/region_paddr.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/list.h"

typedef LIST(struct range) range_list;

static int by_start(const void *a, const void *b)
{
    const struct range *x = a;
    const struct range *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

/* Ordinary memory that the kernel hands out, neighbours joined. */
static range_list free_memory(const struct boot_memory *boot)
{
    range_list pieces = {0};
    range_list joined = {0};

    for (size_t i = 0; i < boot->untyped_count; i++) {
        const struct untyped *ut = &boot->untypeds[i];

        if (!ut->device) {
            *LIST_ADD(&pieces) = (struct range){ut->paddr, ut->paddr + (UINT64_C(1) << ut->size_bits)};
        }
    }
    if (pieces.count != 0) {
        qsort(pieces.items, pieces.count, sizeof *pieces.items, by_start);
    }
    for (size_t i = 0; i < pieces.count; i++) {
        if (joined.count != 0 && joined.items[joined.count - 1].end == pieces.items[i].start) {
            joined.items[joined.count - 1].end = pieces.items[i].end;
        } else {
            *LIST_ADD(&joined) = pieces.items[i];
        }
    }
    return joined;
}

static struct range region_range(const struct memory_region *region)
{
    return (struct range){region->paddr, region->paddr + region->size};
}

/* A region that already has its address and overlaps `range`, or NULL. */
static const struct memory_region *taken_by(const struct system *system, const struct memory_region *asking,
                                            struct range range)
{
    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *other = &system->regions[i];
        bool placed = other->paddr_kind == PADDR_FIXED ||
                      (other->paddr_kind == PADDR_CHOSEN && other < asking);
        struct range used = region_range(other);

        if (placed && used.start < range.end && range.start < used.end) {
            return other;
        }
    }
    return NULL;
}

static bool choose_in(const struct system *system, struct memory_region *region, struct range memory)
{
    struct range range = {memory.start, 0};

    for (;;) {
        const struct memory_region *other;

        range.start = (range.start + region->page_size - 1) & ~(region->page_size - 1);
        if (range.start >= memory.end || memory.end - range.start < region->size) {
            return false;
        }
        range.end = range.start + region->size;
        other = taken_by(system, region, range);
        if (other == NULL) {
            region->paddr = range.start;
            return true;
        }
        range.start = region_range(other).end;
    }
}

static void choose(const struct system *system, struct memory_region *region, const range_list *memory)
{
    for (size_t i = 0; i < memory->count; i++) {
        if (choose_in(system, region, memory->items[i])) {
            return;
        }
    }
    sdf_error(region->at, "Make the region smaller, or give it a phys_addr.",
              "there is no free contiguous memory of 0x%lx bytes for region '%s', whose physical address a "
              "setvar asks for",
              region->size, region->name);
}

void region_paddr_choose(struct system *system, const struct boot_memory *boot)
{
    range_list memory = free_memory(boot);

    for (size_t i = 0; i < system->region_count; i++) {
        if (system->regions[i].paddr_kind == PADDR_CHOSEN) {
            choose(system, &system->regions[i], &memory);
        }
    }
}

void region_paddr_reset(struct system *system)
{
    for (size_t i = 0; i < system->region_count; i++) {
        if (system->regions[i].paddr_kind == PADDR_CHOSEN) {
            /* Not zero: a page that holds it must count as a page with content (content.h). */
            system->regions[i].paddr = system->regions[i].page_size;
        }
    }
}
