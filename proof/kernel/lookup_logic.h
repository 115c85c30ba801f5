/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What RESOLVE of CSP-1 finds, for the contracts of kernel/cspace/lookup.c. Assumed: a CNode capability names memory
 * with as many slots as it says; each capability is well formed, in those slots too.
 */
#pragma once

#include "upper_bits.h"
#include "cspace/slot.h"
#include "error_contracts.h"

/*@ // A CNode has a radix of at least 1 (UNT-2 refuses 0); the flag tells whether it translates a whole address.
    predicate cap_resolves(struct cap c) = cap_fits(c) &&
      (c.kind == CAP_CNODE ==> 1 <= c.size && (c.flag == 1 <==> c.size + c.data % 64 == 64));

    axiomatic cnodes { logic struct slot *slot_in(integer object, integer index); }

    // Bits [low + count - 1 .. low] of a word.
    logic integer bits_of(integer word, integer low, integer count) =
      count == 0 ? 0 : (word >> low) % (1 << count);

    // Does this CNode's guard equal the first of the n bits that are left? Do the bits suffice for the radix too?
    logic boolean guard_fits(struct cap c, integer cptr, integer n) =
      c.data % 64 <= n && bits_of(cptr, n - c.data % 64, c.data % 64) == c.data / 64;
    logic boolean translates(struct cap c, integer cptr, integer n) =
      guard_fits(c, cptr, n) && c.data % 64 + c.size <= n;

    logic integer left_after(struct cap c, integer n) = n - (c.data % 64 + c.size);
    logic struct slot *slot_after(struct cap c, integer cptr, integer n) =
      slot_in(c.object, bits_of(cptr, left_after(c, n), c.size));

    logic boolean goes_on{L}(struct cap c, integer cptr, integer n) =
      translates(c, cptr, n) && 0 < left_after(c, n) < n && slot_after(c, cptr, n)->cap.kind == CAP_CNODE;

    // The CNode at which resolution ends, and how many bits are left when it gets there.
    logic struct cap last_cnode{L}(struct cap c, integer cptr, integer n) =
      goes_on(c, cptr, n) ? last_cnode(slot_after(c, cptr, n)->cap, cptr, left_after(c, n)) : c;
    logic integer last_bits{L}(struct cap c, integer cptr, integer n) =
      goes_on(c, cptr, n) ? last_bits(slot_after(c, cptr, n)->cap, cptr, left_after(c, n)) : n;

    // It ends with a slot, or a failure of this type and these words.
    predicate resolves{L}(struct cap root, integer cptr, integer n) = root.kind == CAP_CNODE &&
      translates(last_cnode(root, cptr, n), cptr, last_bits(root, cptr, n));
    logic struct slot *resolved_slot{L}(struct cap root, integer cptr, integer n) =
      slot_after(last_cnode(root, cptr, n), cptr, last_bits(root, cptr, n));
    logic integer resolved_left{L}(struct cap root, integer cptr, integer n) =
      left_after(last_cnode(root, cptr, n), last_bits(root, cptr, n));

    predicate failure_at(struct lookup_failure f, struct cap c, integer cptr, integer n) =
      guard_fits(c, cptr, n) ? failure_is(f, seL4_DepthMismatch, n, c.data % 64 + c.size, 0)
                             : failure_is(f, seL4_GuardMismatch, n, c.data / 64, c.data % 64);
    predicate resolution_failure{L}(struct lookup_failure f, struct cap root, integer cptr, integer n) =
      root.kind == CAP_CNODE ? failure_at(f, last_cnode(root, cptr, n), cptr, last_bits(root, cptr, n))
                             : failure_is(f, seL4_InvalidRoot, 0, 0, 0);

    // OPSLOT of CSP-6: when it finds a slot, and what is recorded if it does not.
    predicate operation_resolves{L}(struct cap root, integer index, integer depth) =
      1 <= depth <= 64 && resolves(root, index, depth) && resolved_left(root, index, depth) == 0;
    predicate operation_failure{L}(struct lookup_failure f, struct cap root, integer index, integer depth) =
      resolves(root, index, depth) ? failure_is(f, seL4_DepthMismatch, resolved_left(root, index, depth), 0, 0)
                                   : resolution_failure(f, root, index, depth);
    predicate operation_error{L}(struct error e, struct lookup_failure f, struct cap root, integer index,
                                 integer depth, integer source) =
      root.kind == CAP_CNODE && !(1 <= depth <= 64)
        ? e.code == seL4_RangeError && e.word[0] == 1 && e.word[1] == 64
        : e.code == seL4_FailedLookup && e.word[0] == source &&
          operation_failure(f, root, index, depth); */

/*@ requires cap_resolves(cnode) && cnode.kind == CAP_CNODE && index < (1 << cnode.size);
    assigns \result \from \nothing;
    ensures \result == slot_in(cnode.object, index);
    ensures \valid(\result) && cap_resolves(\result->cap); */
static inline struct slot *cnode_slot(struct cap cnode, word_t index);
