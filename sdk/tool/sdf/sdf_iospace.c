/* SPDX-License-Identifier: BSD-2-Clause */
/* <io_address_space> and <iomap>: what a PCI device may reach by DMA (SDF-46). */
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/ranges.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

/* The tree of IO page tables spans 39 bits (INIT-8). */
#define IOVA_END (UINT64_C(1) << 39)

static void check_possible(const struct board *board, const struct xml_element *element)
{
    if (board->arch != ARCH_X86_64 || !board->iommu) {
        sdf_error((struct place){element, NULL}, NULL, "I/O address spaces are not available, because %s",
                  board->arch == ARCH_X86_64 ? "the kernel is configured without IOMMU support"
                                             : "only x86_64 has them");
    }
}

static void parse_perms(const struct xml_element *element, struct iomap *map)
{
    const char *perms = attribute_given(element, "perms") ? value_text(element, "perms") : "rw";

    for (size_t i = 0; perms[i] != '\0'; i++) {
        map->read = map->read || perms[i] == 'r';
        map->write = map->write || perms[i] == 'w';
        if (perms[i] != 'r' && perms[i] != 'w') {
            sdf_error(attribute_place(element, "perms"), NULL, "perms '%s' may only have the letters r and w",
                      perms);
        }
    }
}

static struct iomap parse_iomap(struct sdf *sdf, const struct xml_element *element, const char *space)
{
    struct iomap map = {.at = {element, NULL}};
    struct place at = attribute_place(element, "iovaddr");

    map.region = names_find(&sdf->regions, value_text(element, "mr"), attribute_place(element, "mr"));
    map.iovaddr = value_number(element, "iovaddr");
    parse_perms(element, &map);
    if (map.region->page_size != SMALL_PAGE) {
        sdf_error(attribute_place(element, "mr"), "Give the memory region a page_size of 0x1000.",
                  "memory region '%s' has pages of 0x%jx bytes, but I/O address space '%s' takes only small "
                  "pages",
                  map.region->name, (uintmax_t)map.region->page_size, space);
    }
    if (map.iovaddr >= IOVA_END || map.iovaddr % SMALL_PAGE != 0) {
        sdf_error(at, NULL, "iovaddr 0x%jx is not a multiple of 0x1000 below 0x%jx", (uintmax_t)map.iovaddr,
                  (uintmax_t)IOVA_END);
    }
    if (map.region->size > IOVA_END - map.iovaddr) {
        sdf_error(at, "Map it lower, or make it smaller.",
                  "memory region '%s' of 0x%jx bytes at 0x%jx exceeds the addresses %s of I/O address space "
                  "'%s'",
                  map.region->name, (uintmax_t)map.region->size, (uintmax_t)map.iovaddr,
                  range_text((struct range){0, IOVA_END}), space);
    }
    return map;
}

static uint64_t peripheral_number(struct pci_address pci)
{
    return (uint64_t)pci.bus << 8 | (uint64_t)pci.device << 3 | pci.function;
}

static void check_unique(const struct system *system, const struct io_address_space *space)
{
    for (const struct io_address_space *other = system->io_spaces; other != space; other++) {
        bool same_peripheral = peripheral_number(other->peripheral) == peripheral_number(space->peripheral);
        if (same_peripheral || other->domain_id == space->domain_id) {
            const char *attribute = same_peripheral ? "peripheral_id" : "domain_id";
            sdf_error_related(place_of(space->at, attribute),
                              (struct related){other->at, "it is first used here"}, NULL,
                              "duplicate %s '%s' of I/O address spaces '%s' and '%s'", attribute,
                              value_text(space->at.element, attribute), other->name, space->name);
        }
    }
}

static void parse_io_space(struct sdf *sdf, const struct xml_element *element, struct io_address_space *space)
{
    space->at = (struct place){element, NULL};
    space->name = value_name(element, "name");
    space->peripheral = value_pci(element, "peripheral_id");
    space->domain_id = value_number(element, "domain_id");
    space->maps = MEM_ARRAY(struct iomap, xml_count(element, "iomap"));
    FOR_EACH_CHILD (child, element, "iomap") {
        space->maps[space->map_count++] = parse_iomap(sdf, child, space->name);
    }
}

void parse_io_spaces(struct sdf *sdf, const struct xml_element *root)
{
    struct name_table *names = MEM_ARRAY(struct name_table, 1);
    struct system *system = sdf->system;

    names->what = "I/O address space";
    system->io_spaces = MEM_ARRAY(struct io_address_space, xml_count(root, "io_address_space"));
    FOR_EACH_CHILD (element, root, "io_address_space") {
        struct io_address_space *space = &system->io_spaces[system->io_space_count];
        check_possible(sdf->board, element);
        parse_io_space(sdf, element, space);
        names_add(names, space->name, attribute_place(element, "name"), space, "");
        check_unique(system, space);
        system->io_space_count++;
    }
}
