/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding slots: capability addresses (CPtrs) to slots.
 */
#pragma once

#include "cspace/slot.h"
#include "thread/tcb.h"

/* slot is null on failure, and kernel.lookup_failure says why. */
struct resolved {
    struct slot *slot;
    word_t bits_left;
};

/* CSP-1: translates the low `bits` bits of cptr, starting at the capability root. 1 <= bits <= WORD_BITS. */
struct resolved cspace_resolve(struct cap root, word_t cptr, uint32_t bits);

/* The usual CSpace is one CNode that translates the whole address. */
static inline bool cspace_is_flat(struct cap root)
{
    return cap_is(root, CAP_CNODE) && root.flag;
}

/* For a flat CSpace: does it have this address? */
static inline bool cspace_guard_fits(struct cap root, word_t cptr)
{
    return cptr >> root.size == cap_guard(root);
}

/* For an address that a flat CSpace has. */
static inline struct slot *cspace_flat_slot(struct cap root, word_t cptr)
{
    return cnode_slot(root, cptr - (cptr >> root.size << root.size));
}

/* CSP-4: full-depth look-up in a thread's CSpace; left-over bits are ignored. Null and kernel.lookup_failure on
 * failure. */
static inline struct slot *cspace_lookup(const struct tcb *thread, word_t cptr)
{
    struct cap root = thread->slots[TCB_CSPACE].cap;

    if (cspace_is_flat(root) && cspace_guard_fits(root, cptr)) {
        return cspace_flat_slot(root, cptr);
    }
    return cspace_resolve(root, cptr, WORD_BITS).slot;
}

/* The same for any root and depth. */
APART struct slot *cspace_operation_slot_any(struct cap root, word_t index, word_t depth, bool source);

/* CSP-6: the slot that an operation names by root, index and depth. Null on failure, with kernel.error set;
 * source tells which flag a FailedLookup error carries. */
static inline struct slot *cspace_operation_slot(struct cap root, word_t index, word_t depth, bool source)
{
    if (cspace_is_flat(root) && depth == WORD_BITS && cspace_guard_fits(root, index)) {
        return cspace_flat_slot(root, index);
    }
    return cspace_operation_slot_any(root, index, depth, source);
}
