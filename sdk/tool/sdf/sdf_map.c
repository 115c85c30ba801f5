/* SPDX-License-Identifier: BSD-2-Clause */
/* <map> of protection domains and virtual machines (SDF-14 to SDF-18). */
#include "base/diag.h"
#include "base/memory.h"
#include "base/ranges.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

static void parse_perms(const struct xml_element *element, struct map *map)
{
    if (!attribute_given(element, "perms")) {
        map->read = true;
        map->write = true;
        return;
    }
    const char *perms = value_text(element, "perms");
    for (size_t i = 0; perms[i] != '\0'; i++) {
        map->read = map->read || perms[i] == 'r';
        map->write = map->write || perms[i] == 'w';
        map->execute = map->execute || perms[i] == 'x';
        if (perms[i] != 'r' && perms[i] != 'w' && perms[i] != 'x') {
            sdf_error(attribute_place(element, "perms"), NULL,
                      "perms '%s' may only have the letters r, w and x", perms);
        }
    }
    if (map->write && !map->read) {
        sdf_error(attribute_place(element, "perms"), "Write 'rw', or 'r' if nothing is written.",
                  "perms '%s' asks for memory that can be written and not read, which no architecture has",
                  perms);
    }
}

static void check_map_place(const struct map *map, uint64_t limit, const char *space)
{
    const struct memory_region *region = map->region;
    struct place at = place_of(map->at, "vaddr");

    if (map->vaddr >= limit) {
        sdf_error(at, mem_format("Addresses of %s end at 0x%jx.", space, (uintmax_t)limit),
                  "vaddr 0x%jx is not below the limit 0x%jx", (uintmax_t)map->vaddr, (uintmax_t)limit);
    }
    if (map->vaddr % region->page_size != 0) {
        sdf_error(at, NULL, "vaddr 0x%jx is not aligned to the page size 0x%jx of memory region '%s'",
                  (uintmax_t)map->vaddr, (uintmax_t)region->page_size, region->name);
    }
    if (region->size > limit - map->vaddr) {
        uint64_t end;
        const char *end_text = __builtin_add_overflow(map->vaddr, region->size, &end)
                                   ? "beyond 2^64"
                                   : range_text((struct range){map->vaddr, end});
        sdf_error(at, "Map it lower, or make it smaller.",
                  "memory region '%s' of 0x%jx bytes at 0x%jx, %s, exceeds the usable addresses %s of %s",
                  region->name, (uintmax_t)region->size, (uintmax_t)map->vaddr, end_text,
                  range_text((struct range){0, limit}), space);
    }
}

struct map parse_map(struct sdf *sdf, const struct xml_element *element, uint64_t limit, const char *space)
{
    struct map map = {.at = {element, NULL}};

    map.region = names_find(&sdf->regions, value_text(element, "mr"), attribute_place(element, "mr"));
    map.vaddr = value_number(element, "vaddr");
    map.cached = value_flag_or(element, "cached", true);
    parse_perms(element, &map);
    check_map_place(&map, limit, space);
    map.region->mapped = true;
    return map;
}
