/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving every object its physical memory (ALLOC-1 to ALLOC-6). The initialiser does exactly what is planned
 * here, so a build that succeeds cannot run out of memory at boot.
 */
#pragma once

#include "image/bootmem.h"
#include "objects/graph.h"

/* Objects that are made together. */
struct retype {
    uint32_t untyped; /* index in boot info order */
    bool filler;      /* an unused piece of untyped memory, to reach an address; else objects of `kind` */
    enum object_kind kind;
    uint8_t size_bits; /* log2 of bytes of one object */
    uint8_t slot_bits; /* OBJECT_CNODE */
    uint32_t first_slot;
    uint32_t count;
};

struct placement {
    LIST(struct retype) retypes;
    uint32_t slot_count; /* slots in use, counted from the first empty one */
};

/* Sets `paddr` and `reference` of every object of the graph, and the steps to get there. Ends the process if
 * memory does not suffice or a fixed address cannot be had (E-MEM). */
void place_objects(struct graph *graph, const struct boot_memory *boot, struct placement *placement);
