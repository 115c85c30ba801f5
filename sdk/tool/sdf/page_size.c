/* SPDX-License-Identifier: BSD-2-Clause */
/* Regions whose page size is up to the tool get the largest pages that fit (SDF-31). */
#include "sdf/check.h"

#include "base/memory.h"

/* For each region, all numbers that must be multiples of its page size, or-ed together. */
static void collect_maps(const struct system *system, uint64_t *bits, const struct map *maps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bits[maps[i].region - system->regions] |= maps[i].vaddr;
    }
}

void choose_page_sizes(struct system *system)
{
    uint64_t *bits = MEM_ARRAY(uint64_t, system->region_count);

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        collect_maps(system, bits, pd->maps, pd->map_count);
        if (pd->vm != NULL) {
            collect_maps(system, bits, pd->vm->maps, pd->vm->map_count);
        }
    }
    for (size_t i = 0; i < system->io_space_count; i++) {
        const struct io_address_space *space = &system->io_spaces[i];
        for (size_t j = 0; j < space->map_count; j++) {
            bits[space->maps[j].region - system->regions] |= SMALL_PAGE;
        }
    }
    for (size_t i = 0; i < system->region_count; i++) {
        struct memory_region *region = &system->regions[i];
        uint64_t all = bits[i] | region->size | (region->paddr_kind == PADDR_FIXED ? region->paddr : 0);
        if (xml_attribute(region->at.element, "page_size") == NULL && all % LARGE_PAGE == 0) {
            region->page_size = LARGE_PAGE;
        }
    }
}
