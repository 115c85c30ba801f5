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
/*@ requires cap_fits(root); assigns \nothing; ensures \result <==> root.kind == CAP_CNODE && root.flag == 1; */
static inline bool cspace_is_flat(struct cap root)
{
    return cap_is(root, CAP_CNODE) && root.flag;
}

/* For a flat CSpace: does it have this address? */
/*@ requires cap_fits(root); assigns \nothing; ensures \result <==> (cptr >> root.size) == root.data / 64; */
static inline bool cspace_guard_fits(struct cap root, word_t cptr)
{
    return cptr >> root.size == cap_guard(root);
}

/* For an address that a flat CSpace has. */
/*@ requires cap_resolves(root) && root.kind == CAP_CNODE && root.flag == 1 && (cptr >> root.size) == root.data / 64;
    assigns \nothing;
    ensures resolves(root, cptr, 64) && resolved_left(root, cptr, 64) == 0;
    ensures \valid(\result) && \result == resolved_slot(root, cptr, 64); */
static inline struct slot *cspace_flat_slot(struct cap root, word_t cptr)
{
    //@ assert root.data % 64 == 64 - root.size && 0 < 64 - root.size;
    //@ assert bits_of(cptr, root.size, 64 - root.size) == root.data / 64;
    //@ assert translates(root, cptr, 64) && left_after(root, 64) == 0;
    //@ assert !goes_on(root, cptr, 64);
    //@ assert last_cnode(root, cptr, 64) == root && last_bits(root, cptr, 64) == 64;
    //@ assert (uint64_t)(cptr - (uint64_t)((cptr >> root.size) << root.size)) == bits_of(cptr, 0, root.size);
    return cnode_slot(root, cptr - (cptr >> root.size << root.size));
}

/* CSP-4: full-depth look-up in a thread's CSpace; left-over bits are ignored. Null and kernel.lookup_failure on
 * failure. */
/*@ requires \valid_read(&thread->slots[TCB_CSPACE]) && cap_resolves(thread->slots[TCB_CSPACE].cap);
    assigns kernel.lookup_failure;
    ensures found: \old(resolves(thread->slots[TCB_CSPACE].cap, cptr, 64)) ==>
      \valid(\result) && \result == \old(resolved_slot(thread->slots[TCB_CSPACE].cap, cptr, 64));
    ensures failed: !\old(resolves(thread->slots[TCB_CSPACE].cap, cptr, 64)) ==> \result == \null &&
      resolution_failure{Pre}(\at(kernel.lookup_failure, Post), \old(thread->slots[TCB_CSPACE].cap), cptr, 64); */
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
/*@ requires cap_resolves(root);
    assigns kernel.lookup_failure, kernel.error;
    ensures found: \old(operation_resolves(root, index, depth)) ==>
      \valid(\result) && \result == \old(resolved_slot(root, index, depth));
    ensures failed: !\old(operation_resolves(root, index, depth)) ==> \result == \null &&
      operation_error{Pre}(\at(kernel.error, Post), \at(kernel.lookup_failure, Post), root, index, depth,
                      source ? 1 : 0); */
static inline struct slot *cspace_operation_slot(struct cap root, word_t index, word_t depth, bool source)
{
    if (cspace_is_flat(root) && depth == WORD_BITS && cspace_guard_fits(root, index)) {
        return cspace_flat_slot(root, index);
    }
    return cspace_operation_slot_any(root, index, depth, source);
}
