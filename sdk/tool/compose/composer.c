/* SPDX-License-Identifier: BSD-2-Clause */
/* Protection domains, memory and channels of composed systems. */
#include "compose/composer.h"

#include <string.h>

#include "base/diag.h"
#include "compose/element.h"
#include "sdf/sdf_value.h"

/* Where maps start (SDF-5). */
#define FIRST_VADDR UINT64_C(0x20000000)

/* The tree's elements are the composer's to change; those it gets from the parser are const only to keep
 * others from doing so. */
static struct xml_element *mutable(const struct xml_element *element)
{
    return (struct xml_element *)(uintptr_t)element;
}

const char *composer_name(const struct xml_element *pd)
{
    return value_name(pd, "name");
}

static struct xml_element *find_pd(const struct xml_element *parent, const char *name)
{
    FOR_EACH_CHILD (child, parent, "protection_domain") {
        struct xml_element *found = strcmp(composer_name(child), name) == 0 ? mutable(child) : find_pd(child, name);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

struct xml_element *composer_find_pd(const struct composer *c, const char *name)
{
    return find_pd(c->root, name);
}

struct xml_element *composer_make_pd(struct composer *c, const struct role *role, const char *name)
{
    struct xml_element *pd = element_add(
        c->root, c->at, "protection_domain",
        ATTRIBUTES("name", name, "priority", role->priority, "budget", role->budget, "period", role->period));

    element_add(pd, c->at, "program_image", ATTRIBUTES("path", role->program));
    return pd;
}

static void take(const struct composer *c, struct role_set *taken, const struct xml_element *pd, const char *name,
                 const char *attribute)
{
    for (size_t i = 0; i < taken->count; i++) {
        if (taken->pds[i] == pd) {
            sdf_error(place_of(c->at, attribute), "Each role needs a protection domain of its own.",
                      "protection domain '%s' has two roles in this class", name);
        }
    }
    taken->pds[taken->count++] = pd;
}

struct xml_element *composer_role(struct composer *c, const struct role *role, struct role_set *taken)
{
    const struct xml_element *element = c->at.element;
    const char *name =
        attribute_given(element, role->attribute) ? value_name(element, role->attribute) : role->name;
    struct xml_element *pd = composer_find_pd(c, name);

    if (pd == NULL) {
        pd = composer_make_pd(c, role, name);
    }
    take(c, taken, pd, name, role->attribute);
    return pd;
}

static void suggest_pds(const struct xml_element *parent, struct suggestion *nearest)
{
    FOR_EACH_CHILD (child, parent, "protection_domain") {
        suggest(nearest, composer_name(child));
        suggest_pds(child, nearest);
    }
}

struct xml_element *composer_client(struct composer *c, const struct xml_element *client,
                                    const struct role_set *taken)
{
    const char *name = value_name(client, "pd");
    struct xml_element *pd = composer_find_pd(c, name);

    if (pd == NULL) {
        struct suggestion nearest = {.wanted = name};
        suggest_pds(c->root, &nearest);
        sdf_error(attribute_place(client, "pd"),
                  suggestion_text(&nearest, "Declare it: a client's program is yours to choose."),
                  "there is no protection domain '%s'", name);
    }
    for (size_t i = 0; i < taken->count; i++) {
        if (taken->pds[i] == pd) {
            sdf_error(attribute_place(client, "pd"), NULL,
                      "protection domain '%s' serves this class, and cannot be its client too", name);
        }
    }
    FOR_EACH_CHILD (other, client->parent, "client") {
        if (other == client) {
            break;
        }
        if (strcmp(value_name(other, "pd"), name) == 0) {
            sdf_error_related(attribute_place(client, "pd"),
                              (struct related){attribute_place(other, "pd"), "it is first named here"},
                              "Name each client once.", "duplicate client '%s'", name);
        }
    }
    return pd;
}

/* ---- Memory ---- */

uint64_t round_to_pages(uint64_t size)
{
    return (size + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1);
}

static const char *hex(uint64_t number)
{
    return mem_format("0x%jx", (uintmax_t)number);
}

static struct memory_region *add_region(struct composer *c, const char *name, uint64_t size,
                                        const uint64_t *paddr)
{
    struct memory_region *region = MEM_ARRAY(struct memory_region, 1);

    *region = (struct memory_region){.name = name, .size = size, .page_size = SMALL_PAGE};
    region->at.element =
        element_add(c->root, c->at, "memory_region",
                    ATTRIBUTES("name", name, "size", hex(size), "phys_addr", paddr == NULL ? NULL : hex(*paddr)));
    if (paddr != NULL) {
        region->paddr_kind = PADDR_FIXED;
        region->paddr = *paddr;
        *LIST_ADD(&c->fixed) = (struct range){*paddr, *paddr + size};
    }
    names_add(&c->sdf.regions, name, region->at, region, "");
    return region;
}

struct memory_region *composer_region(struct composer *c, const char *name, uint64_t size)
{
    return add_region(c, name, size, NULL);
}

struct memory_region *composer_fixed_region(struct composer *c, const char *name, uint64_t paddr, uint64_t size)
{
    return add_region(c, name, size, &paddr);
}

static const struct range *clash(const struct composer *c, uint64_t start, uint64_t end)
{
    for (size_t i = 0; i < c->fixed.count; i++) {
        if (start < c->fixed.items[i].end && c->fixed.items[i].start < end) {
            return &c->fixed.items[i];
        }
    }
    return NULL;
}

struct memory_region *composer_dma_region(struct composer *c, const char *name, uint64_t size)
{
    uint64_t end = c->paddr_top;

    if (c->paddr_top == 0) {
        tool_error("Add {\"paddr_top\": ADDRESS} as composition.json to the board's folder of the SDK.",
                   "board '%s' does not say where memory for devices is", c->board->name);
    }
    for (;;) {
        if (size > end) {
            sdf_error(c->at, "Use smaller buffers, or move regions with a fixed phys_addr away.",
                      "no physical memory of 0x%jx bytes is left below 0x%jx for '%s'", (uintmax_t)size,
                      (uintmax_t)c->paddr_top, name);
        }
        uint64_t start = end - size;
        const struct range *other = clash(c, start, end);
        if (other == NULL) {
            c->paddr_top = start;
            return add_region(c, name, size, &start);
        }
        end = other->start & ~(SMALL_PAGE - 1);
    }
}

static const struct memory_region *region_of(const struct composer *c, const struct xml_element *map)
{
    return names_find(&c->sdf.regions, value_text(map, "mr"), attribute_place(map, "mr"));
}

/* SDF-5. A map that the user put across the first address counts too. */
static uint64_t next_vaddr(const struct composer *c, const struct xml_element *pd,
                           const struct memory_region *region)
{
    uint64_t page = region->size % LARGE_PAGE == 0 ? LARGE_PAGE : SMALL_PAGE;
    uint64_t next = FIRST_VADDR;

    FOR_EACH_CHILD (map, pd, "map") {
        uint64_t end = value_number(map, "vaddr") + region_of(c, map)->size;

        if (end > next && end <= c->board->user_top) {
            next = (end + page - 1) & ~(page - 1);
        }
    }
    return next;
}

region_resource_t composer_map_device(struct composer *c, struct xml_element *pd,
                                      const struct memory_region *region, const char *perms, bool cached,
                                      const char *setvar_vaddr)
{
    uint64_t vaddr = next_vaddr(c, pd, region);

    element_add(pd, c->at, "map",
                ATTRIBUTES("mr", region->name, "vaddr", hex(vaddr), "perms", perms, "cached",
                           cached ? NULL : "false", "setvar_vaddr", setvar_vaddr));
    return (region_resource_t){(void *)(uintptr_t)vaddr, region->size};
}

region_resource_t composer_map(struct composer *c, struct xml_element *pd, const struct memory_region *region,
                               const char *perms)
{
    return composer_map_device(c, pd, region, perms, true, NULL);
}

/* ---- Channels ---- */

/* Ids that the interrupts and channels of a PD use (SDF-4). */
static uint64_t used_ids(const struct composer *c, const struct xml_element *pd)
{
    uint64_t used = 0;

    FOR_EACH_CHILD (irq, pd, "irq") {
        used |= UINT64_C(1) << value_id(irq, "id");
    }
    FOR_EACH_CHILD (channel, c->root, "channel") {
        FOR_EACH_CHILD (end, channel, "end") {
            if (strcmp(value_text(end, "pd"), composer_name(pd)) == 0) {
                used |= UINT64_C(1) << value_id(end, "id");
            }
        }
    }
    return used;
}

uint32_t composer_free_id(struct composer *c, const struct xml_element *pd)
{
    uint64_t used = used_ids(c, pd);
    uint32_t id = 0;

    while (id <= MAX_ID && (used >> id & 1) != 0) {
        id++;
    }
    if (id > MAX_ID) {
        sdf_error(c->at, "Give some of its clients another server.",
                  "protection domain '%s' has no id left for another channel: all of 0 to %d are in use",
                  composer_name(pd), MAX_ID);
    }
    return id;
}

struct link_ids composer_channel(struct composer *c, struct xml_element *server, struct xml_element *client,
                                 bool call)
{
    uint32_t a = composer_free_id(c, server);
    struct xml_element *channel = element_add(c->root, c->at, "channel", ATTRIBUTES(NULL));

    element_add(channel, c->at, "end",
                ATTRIBUTES("pd", composer_name(server), "id", mem_format("%u", a)));
    uint32_t b = composer_free_id(c, client);
    element_add(channel, c->at, "end",
                ATTRIBUTES("pd", composer_name(client), "id", mem_format("%u", b), "notify",
                           call ? "false" : NULL, "pp", call ? "true" : NULL));
    return (struct link_ids){(uint8_t)a, (uint8_t)b};
}

/* ---- Configuration ---- */

void composer_section(struct composer *c, const struct xml_element *pd, const char *section, const char *file,
                      const void *bytes, size_t size)
{
    uint8_t *copy = mem_array(size, 1);

    if (size != 0) {
        memcpy(copy, bytes, size);
    }
    for (size_t i = 0; i < c->sections.count; i++) {
        const struct composed_section *other = &c->sections.items[i];
        if (strcmp(other->pd_name, composer_name(pd)) == 0 && strcmp(other->section, section) == 0) {
            sdf_error_related(c->at, (struct related){other->at, "the other one is here"},
                              "A program has one configuration of a kind: use two protection domains.",
                              "duplicate section '%s' of protection domain '%s'",
                              section, composer_name(pd));
        }
    }
    *LIST_ADD(&c->sections) = (struct composed_section){.at = c->at,
                                                        .pd_name = composer_name(pd),
                                                        .section = section,
                                                        .file = file,
                                                        .bytes = copy,
                                                        .size = size};
}

uint64_t composer_power(const struct xml_element *element, const char *attribute, uint64_t missing,
                        uint64_t max)
{
    uint64_t number = value_number_or(element, attribute, missing);

    if (number == 0 || (number & (number - 1)) != 0 || number > max) {
        sdf_error(attribute_place(element, attribute), NULL,
                  "'%s' is %ju, but must be a power of two of at most %ju", attribute, (uintmax_t)number,
                  (uintmax_t)max);
    }
    return number;
}
