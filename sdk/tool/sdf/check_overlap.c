/* SPDX-License-Identifier: BSD-2-Clause */
/* Things that have addresses must not overlap. */
#include "sdf/check.h"

#include "base/diag.h"
#include "base/memory.h"
#include "base/ranges.h"

static const char *text_of(const struct named_range *range)
{
    return mem_format("'%s' %s", range->name, range_text(range->range));
}

static void check_disjoint(struct named_range *ranges, size_t count, const char *attribute, const char *what,
                           const char *where)
{
    struct range_clash clash = ranges_clash(ranges, count);

    if (clash.second != NULL) {
        sdf_error_related(place_of(clash.second->at, attribute),
                          (struct related){clash.first->at, "the other one is here"}, "Move one of them.",
                          "%s %s overlaps %s%s", what, text_of(clash.second), text_of(clash.first), where);
    }
}

/* SDF-15. */
static void check_maps(const struct map *maps, size_t count, const char *kind, const char *space)
{
    struct named_range *ranges = MEM_ARRAY(struct named_range, count);

    for (size_t i = 0; i < count; i++) {
        const struct memory_region *region = maps[i].region;
        ranges[i] =
            (struct named_range){{maps[i].vaddr, maps[i].vaddr + region->size}, maps[i].at, region->name};
    }
    check_disjoint(ranges, count, "vaddr", "map of", mem_format(" in %s '%s'", kind, space));
}

/* SDF-30. */
static void check_physical(const struct system *system)
{
    struct named_range *ranges = MEM_ARRAY(struct named_range, system->region_count);
    size_t count = 0;

    for (size_t i = 0; i < system->region_count; i++) {
        const struct memory_region *region = &system->regions[i];
        if (region->paddr_kind == PADDR_FIXED) {
            ranges[count++] =
                (struct named_range){{region->paddr, region->paddr + region->size}, region->at, region->name};
        }
    }
    check_disjoint(ranges, count, "phys_addr", "memory region", " in physical memory");
}

/* SDF-23. */
static void check_ioports(const struct system *system)
{
    struct named_range *ranges = MEM_ARRAY(struct named_range, system->pd_count * (MAX_ID + 1));
    size_t count = 0;

    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        for (size_t j = 0; j < pd->ioport_count; j++) {
            const struct ioport *port = &pd->ioports[j];
            ranges[count++] =
                (struct named_range){{port->addr, (uint64_t)port->addr + port->size},
                                     port->at,
                                     mem_format("id %u of protection domain %s", port->id, pd->name)};
        }
    }
    check_disjoint(ranges, count, "addr", "I/O ports", "");
}

static void check_iomaps(const struct io_address_space *space)
{
    struct named_range *ranges = MEM_ARRAY(struct named_range, space->map_count);

    for (size_t i = 0; i < space->map_count; i++) {
        const struct iomap *map = &space->maps[i];
        ranges[i] = (struct named_range){
            {map->iovaddr, map->iovaddr + map->region->size}, map->at, map->region->name};
    }
    check_disjoint(ranges, space->map_count, "iovaddr", "iomap of",
                   mem_format(" in I/O address space '%s'", space->name));
}

void check_overlaps(const struct system *system)
{
    for (size_t i = 0; i < system->pd_count; i++) {
        const struct protection_domain *pd = &system->pds[i];
        check_maps(pd->maps, pd->map_count, "protection domain", pd->name);
        if (pd->vm != NULL) {
            check_maps(pd->vm->maps, pd->vm->map_count, "virtual machine", pd->vm->name);
        }
    }
    for (size_t i = 0; i < system->io_space_count; i++) {
        check_iomaps(&system->io_spaces[i]);
    }
    check_physical(system);
    check_ioports(system);
}
