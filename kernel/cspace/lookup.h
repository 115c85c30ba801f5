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

/* CSP-4: full-depth look-up in a thread's CSpace; left-over bits are ignored. Null and kernel.lookup_failure on
 * failure. The usual CSpace is one CNode that translates the whole address; it is tried first. */
static inline struct slot *cspace_lookup(const struct tcb *thread, word_t cptr)
{
    struct cap root = thread->slots[TCB_CSPACE].cap;

    if (cap_is(root, CAP_CNODE) && root.size + cap_guard_size(root) == WORD_BITS &&
        cptr >> root.size == cap_guard(root)) {
        return cnode_slot(root, cptr & MASK_BITS(root.size));
    }
    return cspace_resolve(root, cptr, WORD_BITS).slot;
}

/* CSP-6: the slot that an operation names by root, index and depth. Null on failure, with kernel.error set;
 * source tells which flag a FailedLookup error carries. */
struct slot *cspace_operation_slot(struct cap root, word_t index, word_t depth, bool source);
