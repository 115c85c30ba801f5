/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the expansions of the classes share: making elements, choosing ids and addresses as sDDF's tool does
 * (04 SDF-2, SDF-4, SDF-5), and keeping configuration. A `pd` is the element of a protection domain.
 */
#pragma once

#include <sddf/resources/device.h>

#include "base/list.h"
#include "compose/compose.h"
#include "compose/driver.h"
#include "sdf/sdf_parse.h"

struct composer {
    struct sdf sdf; /* regions by name: those of the description, and those made so far */
    struct xml_element *root;
    const struct board *board;
    const struct options *options;
    struct device_tree tree; /* tree.fdt is NULL until a device needs it */
    uint64_t paddr_top;      /* physical memory is given out downwards from here */
    LIST(struct range) fixed; /* physical ranges in use */
    LIST(struct composed_section) sections;

    struct place at;    /* the element being expanded: what messages and new elements point at */
    const char *prefix; /* of names of regions: "DEVICE/", or "" without a device */
};

/* ---- Protection domains ---- */

/* How a PD looks that plays a role and is not in the description. */
struct role {
    const char *attribute; /* of the class element, that may name the PD */
    const char *name;      /* default */
    const char *program;
    const char *priority;
    const char *budget, *period; /* or NULL */
};

/* The PD that plays a role, made if it is not there; it must not be one that `taken` has. */
struct role_set {
    const struct xml_element *pds[4];
    size_t count;
};
struct xml_element *composer_role(struct composer *c, const struct role *role, struct role_set *taken);

/* The PD `name`, or NULL. */
struct xml_element *composer_find_pd(const struct composer *c, const char *name);

/* A PD that plays `role` under `name`. */
struct xml_element *composer_make_pd(struct composer *c, const struct role *role, const char *name);

/* The PD of a <client>, which must be none of the class's own. */
struct xml_element *composer_client(struct composer *c, const struct xml_element *client,
                                    const struct role_set *taken);

const char *composer_name(const struct xml_element *pd);

/* ---- Memory ---- */

struct memory_region *composer_region(struct composer *c, const char *name, uint64_t size);

/* A region at a physical address. */
struct memory_region *composer_fixed_region(struct composer *c, const char *name, uint64_t paddr, uint64_t size);

/* A region with a physical address, below the ones given out before (SDF-2). */
struct memory_region *composer_dma_region(struct composer *c, const char *name, uint64_t size);

/* Maps a region where it fits next (SDF-5); returns what configurations say of it. */
region_resource_t composer_map(struct composer *c, struct xml_element *pd, const struct memory_region *region,
                               const char *perms);

/* As composer_map, uncached if `cached` is false, and sets `setvar_vaddr` unless that is NULL. */
region_resource_t composer_map_device(struct composer *c, struct xml_element *pd,
                                      const struct memory_region *region, const char *perms, bool cached,
                                      const char *setvar_vaddr);

/* ---- Channels ---- */

/* The lowest id that neither an interrupt nor a channel of the PD has (SDF-4). */
uint32_t composer_free_id(struct composer *c, const struct xml_element *pd);

struct link_ids {
    uint8_t server, client;
};

/* A channel between two PDs. `call`: the client's end may call, and only the server's end notifies. */
struct link_ids composer_channel(struct composer *c, struct xml_element *server, struct xml_element *client,
                                 bool call);

/* ---- Devices ---- */

/* Gives the driver PD what its device needs (SDF-30), if the class element names a device. `directories`: of
 * the class in the database. Returns the name of the driver, or NULL. Sets c->prefix. */
const struct driver *composer_driver(struct composer *c, const char *const *directories);
void composer_device(struct composer *c, const struct driver *driver, struct xml_element *pd);

/* ---- Configuration and checks ---- */

/* Bytes for a section of a PD's program; `file` is the name that sDDF's tool gives them (CFG-8). */
void composer_section(struct composer *c, const struct xml_element *pd, const char *section, const char *file,
                      const void *bytes, size_t size);

/* A number of an attribute that is a power of two of at most `max`. */
uint64_t composer_power(const struct xml_element *element, const char *attribute, uint64_t missing,
                        uint64_t max);

uint64_t round_to_pages(uint64_t size);

/* ---- Classes, one file each ---- */

void compose_sections(struct composer *c, const struct xml_element *parent);
void compose_timer(struct composer *c, const struct xml_element *element);
void compose_serial(struct composer *c, const struct xml_element *element);
void compose_net(struct composer *c, const struct xml_element *element);
