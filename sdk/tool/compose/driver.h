/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The database of drivers: a folder with a file CLASS/DRIVER/config.json for each driver, laid out as in sDDF
 * (04 SDF-10 to SDF-13), which says what devices it drives and what of the device it needs.
 */
#pragma once

#include "base/list.h"
#include "compose/device_tree.h"

struct driver_region {
    const char *name;
    const char *perms;        /* default "rw" */
    const char *setvar_vaddr; /* or NULL */
    bool cached;              /* default false */
    bool has_index, has_size;
    uint64_t index; /* entry of `reg` */
    uint64_t size;
};

struct driver_irq {
    uint64_t index; /* entry of `interrupts` */
    bool has_id;
    uint32_t id; /* fixed channel id */
};

struct driver {
    const char *name; /* of its folder */
    const char *path; /* of its file */
    LIST(const char *) compatible;
    LIST(struct driver_region) regions;
    LIST(struct driver_irq) irqs;
};

struct driver_list {
    LIST(struct driver) drivers;
};

/* All drivers in the folders `directories` (NULL at the end) of `root`, in the order of folders and then of
 * names. A file that is wrong ends the process. */
struct driver_list drivers_load(const char *root, const char *const *directories);

/* The first one for the device at `node`; NULL if there is none. */
const struct driver *drivers_find(const struct driver_list *list, const struct device_tree *tree, int node);
