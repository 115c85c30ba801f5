/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariants of slots and of the derivation tree. Both functions return null or a text that says what is wrong.
 */
#pragma once

#include "cspace/slot.h"

/* CDT-1, for one slot: an empty one is not linked, and the neighbours of a full one know it. */
const char *cspace_slot_violated(const struct slot *slot);

/* For all nodes of the list that starts with first: the subtrees nest (CDT-6), and no untyped hands out memory that a
 * capability already stands for (UNT-6, INV-12). */
const char *cspace_list_violated(const struct slot *first);
