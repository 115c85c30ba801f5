/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Translation of capability addresses: a loop over CNodes that consumes at least one bit a step (CSP-8).
 */
#include "cspace/lookup.h"

#include "error.h"

/* Bits [low + count - 1 .. low] of value; low + count <= WORD_BITS, count < WORD_BITS. */
/*@ requires count < 64 && low + count <= 64;
    assigns \nothing;
    ensures \result == bits_of(value, low, count) < (1 << count); */
static word_t lookup_bits(word_t value, uint32_t low, uint32_t count)
{
    return count == 0 ? 0 : (value >> low) & MASK_BITS(count);
}

/*@ requires cap_fits(cnode) && left <= 64;
    assigns \nothing;
    ensures \result <==> guard_fits(cnode, cptr, left); */
static bool lookup_guard_matches(struct cap cnode, word_t cptr, uint32_t left)
{
    uint32_t size = cap_guard_size(cnode);

    return size <= left && lookup_bits(cptr, left - size, size) == cap_guard(cnode);
}

/*@ requires cap_resolves(root) && 1 <= bits <= 64;
    assigns kernel.lookup_failure;
    ensures found: \old(resolves(root, cptr, bits)) ==>
      \valid(\result.slot) && \result.slot == \old(resolved_slot(root, cptr, bits)) &&
      \result.bits_left == \old(resolved_left(root, cptr, bits)) < bits;
    ensures failed: !\old(resolves(root, cptr, bits)) ==> \result.slot == \null && \result.bits_left == bits &&
      resolution_failure{Pre}(\at(kernel.lookup_failure, Post), root, cptr, bits); */
struct resolved cspace_resolve(struct cap root, word_t cptr, uint32_t bits)
{
    const struct resolved failed = {.slot = NULL, .bits_left = bits};
    uint32_t left = bits;
    struct slot *slot = NULL;

    if (!cap_is(root, CAP_CNODE)) {
        lookup_invalid_root();
        return failed;
    }
    /*@ loop invariant left <= bits && cap_resolves(root);
        loop invariant slot == \null ==> left == bits && root == \at(root, Pre);
        loop invariant slot != \null ==> left < bits && \valid(slot) && root == slot->cap;
        loop invariant left > 0 && root.kind == CAP_CNODE ==>
          last_cnode(root, cptr, left) == last_cnode(\at(root, Pre), cptr, bits) &&
          last_bits(root, cptr, left) == last_bits(\at(root, Pre), cptr, bits);
        loop invariant left == 0 || root.kind != CAP_CNODE ==> resolves(\at(root, Pre), cptr, bits) &&
          slot == resolved_slot(\at(root, Pre), cptr, bits) && left == resolved_left(\at(root, Pre), cptr, bits);
        loop assigns left, slot, root;
        loop variant left; */
    while (left > 0 && cap_is(root, CAP_CNODE)) {
        /*@ assert goes_on(root, cptr, left) || (last_cnode(\at(root, Pre), cptr, bits) == root &&
              last_bits(\at(root, Pre), cptr, bits) == left); */
        uint32_t guard = cap_guard_size(root);
        uint32_t radix = root.size;

        if (!lookup_guard_matches(root, cptr, left)) {
            //@ assert !translates(root, cptr, left);
            //@ assert !goes_on(root, cptr, left);
            lookup_guard_mismatch(left, cap_guard(root), guard);
            //@ assert resolution_failure(kernel.lookup_failure, \at(root, Pre), cptr, bits);
            return failed;
        }
        if (guard + radix > left) {
            //@ assert !translates(root, cptr, left);
            //@ assert !goes_on(root, cptr, left);
            lookup_depth_mismatch(left, guard + radix);
            //@ assert resolution_failure(kernel.lookup_failure, \at(root, Pre), cptr, bits);
            return failed;
        }
        //@ assert translates(root, cptr, left) && guard + radix == root.data % 64 + root.size;
        left -= guard + radix;
        slot = cnode_slot(root, lookup_bits(cptr, left, radix));
        /*@ assert slot == slot_after(root, cptr, \at(left, LoopCurrent)) &&
              left == left_after(root, \at(left, LoopCurrent)); */
        //@ assert goes_on(root, cptr, \at(left, LoopCurrent)) <==> left > 0 && slot->cap.kind == CAP_CNODE;
        root = slot->cap;
    }
    return (struct resolved){.slot = slot, .bits_left = left};
}

/*@ requires cap_resolves(root);
    assigns kernel.lookup_failure, kernel.error;
    ensures found: \old(operation_resolves(root, index, depth)) ==>
      \valid(\result) && \result == \old(resolved_slot(root, index, depth));
    ensures failed: !\old(operation_resolves(root, index, depth)) ==> \result == \null &&
      operation_error{Pre}(\at(kernel.error, Post), \at(kernel.lookup_failure, Post), root, index, depth,
                      source ? 1 : 0); */
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
