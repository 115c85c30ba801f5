/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding slots: capability addresses (CPtrs) to slots.
 */
#pragma once

#include "cspace/slot.h"

struct tcb;

/* slot is null on failure, and kernel.lookup_failure says why. */
struct resolved {
    struct slot *slot;
    word_t bits_left;
};

/* CSP-1: translates the low `bits` bits of cptr, starting at the capability root. 1 <= bits <= WORD_BITS. */
struct resolved cspace_resolve(struct cap root, word_t cptr, uint32_t bits);

/* CSP-4: full-depth look-up in a thread's CSpace; left-over bits are ignored. Null and kernel.lookup_failure on
 * failure. */
struct slot *cspace_lookup(const struct tcb *thread, word_t cptr);

/* CSP-6: the slot that an operation names by root, index and depth. Null on failure, with kernel.error set;
 * source tells which flag a FailedLookup error carries. */
struct slot *cspace_operation_slot(struct cap root, word_t index, word_t depth, bool source);
