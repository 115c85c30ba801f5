/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Translation of capability addresses: a loop over CNodes that consumes at least one bit a step (CSP-8).
 */
#include "cspace/lookup.h"

#include "error.h"

/* Bits [low + count - 1 .. low] of value; low + count <= WORD_BITS, count < WORD_BITS. */
/*@ requires count < 64 && low + count <= 64;
    assigns \nothing;
    ensures count == 0 ==> \result == 0;
    ensures count > 0 ==> \result == (value >> low) % (1 << count) < (1 << count); */
static word_t lookup_bits(word_t value, uint32_t low, uint32_t count)
{
    return count == 0 ? 0 : (value >> low) & MASK_BITS(count);
}

/*@ requires cap_fits(cnode) && left <= 64;
    assigns \nothing;
    ensures \result ==> cnode.data % 64 <= left;
    ensures \result && cnode.data % 64 == 0 ==> cnode.data / 64 == 0;
    ensures \result && cnode.data % 64 > 0 ==>
      cnode.data / 64 == (cptr >> (left - cnode.data % 64)) % (1 << (cnode.data % 64)); */
static bool lookup_guard_matches(struct cap cnode, word_t cptr, uint32_t left)
{
    uint32_t size = cap_guard_size(cnode);

    return size <= left && lookup_bits(cptr, left - size, size) == cap_guard(cnode);
}

/*@ requires cap_fits(root) && cap_resolves(root) && 1 <= bits <= 64;
    assigns kernel.lookup_failure;
    ensures \result.slot != \null ==> \result.bits_left < bits && \valid(\result.slot);
    ensures \result.slot != \null && \result.bits_left > 0 ==> \result.slot->cap.kind != CAP_CNODE;
    ensures \result.slot == \null ==> \result.bits_left == bits; */
struct resolved cspace_resolve(struct cap root, word_t cptr, uint32_t bits)
{
    const struct resolved failed = {.slot = NULL, .bits_left = bits};
    uint32_t left = bits;
    struct slot *slot = NULL;

    if (!cap_is(root, CAP_CNODE)) {
        lookup_invalid_root();
        return failed;
    }
    /*@ loop invariant left <= bits && cap_fits(root) && cap_resolves(root);
        loop invariant slot == \null ==> left == bits && root.kind == CAP_CNODE;
        loop invariant slot != \null ==> left < bits && \valid(slot) && root == slot->cap;
        loop assigns left, slot, root;
        loop variant left; */
    while (left > 0 && cap_is(root, CAP_CNODE)) {
        uint32_t guard = cap_guard_size(root);
        uint32_t radix = root.size;

        if (!lookup_guard_matches(root, cptr, left)) {
            lookup_guard_mismatch(left, cap_guard(root), guard);
            return failed;
        }
        if (guard + radix > left) {
            lookup_depth_mismatch(left, guard + radix);
            return failed;
        }
        left -= guard + radix;
        slot = cnode_slot(root, lookup_bits(cptr, left, radix));
        root = slot->cap;
    }
    return (struct resolved){.slot = slot, .bits_left = left};
}

struct slot *cspace_operation_slot_any(struct cap root, word_t index, word_t depth, bool source)
{
    struct resolved found;

    if (!cap_is(root, CAP_CNODE)) {
        lookup_invalid_root();
        error_failed_lookup(source);
        return NULL;
    }
    if (depth < 1 || depth > WORD_BITS) {
        error_range(1, WORD_BITS);
        return NULL;
    }
    found = cspace_resolve(root, index, (uint32_t)depth);
    if (found.slot && found.bits_left != 0) {
        lookup_depth_mismatch(found.bits_left, 0);
        found.slot = NULL;
    }
    if (!found.slot) {
        error_failed_lookup(source);
    }
    return found.slot;
}
