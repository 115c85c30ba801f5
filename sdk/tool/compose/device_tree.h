/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A board's device tree (a flattened one, read with libfdt), as far as drivers need it: registers and
 * interrupts of a device (04 SDF-13, SDF-30 to SDF-32). Trees come from files of users, and nothing in them is
 * taken on trust: functions that can fail return NULL, or the reason as a phrase.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/suggest.h"
#include "sdf/model.h"
#include "sdk/board.h"

struct device_tree {
    const void *fdt;
};

/* Uses `size` bytes at `bytes`, which must stay, as a tree. */
const char *device_tree_parse(const void *bytes, size_t size, struct device_tree *tree);

/* The node that `path`, exact node names from the root separated by '/', leads to; negative if there is none.
 * `nearest` then has seen the names that the last node reached has. */
int device_tree_find(const struct device_tree *tree, const char *path, struct suggestion *nearest);

/* The last name of the path. */
const char *device_tree_name(const struct device_tree *tree, int node);

/* False if the node's `status` says that the device is not there. */
bool device_tree_enabled(const struct device_tree *tree, int node);

bool device_tree_compatible(const struct device_tree *tree, int node, const char *compatible);

/* The node's compatible strings for a message. */
const char *device_tree_compatible_text(const struct device_tree *tree, int node);

/* Entry `index` of `reg` as physical addresses of the processor, through the `ranges` of all ancestors. */
const char *device_tree_reg(const struct device_tree *tree, int node, uint64_t index, struct range *reg);

struct device_interrupt {
    uint64_t number;
    enum irq_trigger trigger;
    bool has_trigger; /* RISC-V trees do not say */
};

/* Entry `index` of `interrupts`: one of the interrupt controller that the kernel drives. */
const char *device_tree_interrupt(const struct device_tree *tree, int node, uint64_t index, enum arch arch,
                                  struct device_interrupt *interrupt);
