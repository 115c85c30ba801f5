/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A capability slot: the capability and its place in the derivation tree (CDT-1).
 *
 * All non-empty slots form doubly linked lists; each list is one tree in pre-order. A null link ends a list.
 * Invariants: an empty slot has no links and no flags; a->next == b iff b->prev == a.
 */
#pragma once

#include "cspace/cap.h"
#include "memory/address.h"

enum { SLOT_BITS = 5 };

struct slot {
    struct cap cap;
    uint64_t next_link : 48;
    uint64_t revocable : 1;    /* may be the parent of its successors */
    uint64_t first_badged : 1; /* starts a new badge family */
    uint64_t unused_flags : 14;
    uint64_t prev_link : 48;
    uint64_t unused_link : 16;
};

_Static_assert(sizeof(struct slot) == 1u << SLOT_BITS, "slot size is part of the ABI (OBJ sizes)");

static inline struct slot *slot_next(const struct slot *slot)
{
    return slot_from_link(slot->next_link);
}

static inline struct slot *slot_prev(const struct slot *slot)
{
    return slot_from_link(slot->prev_link);
}

static inline bool slot_is_empty(const struct slot *slot)
{
    return slot->cap.kind == CAP_NULL;
}

static inline struct slot *cnode_slot(struct cap cnode, word_t index)
{
    return slots_at(cnode.object) + index;
}

static inline word_t cnode_slots(struct cap cnode)
{
    return BIT(cnode.size);
}
