/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a copy of a capability looks like: fewer rights, a badge, no mapping (CAP-4, CNO-3, DRV-1).
 */
#pragma once

#include "cspace/slot.h"

struct derived {
    outcome_t outcome; /* FAILED: kernel.error is set */
    struct cap cap;    /* may be null although the outcome is DONE (DRV-2) */
};

/*@ predicate derives_to_null(struct cap c) =
      c.kind == CAP_NULL || c.kind == CAP_ZOMBIE || c.kind == CAP_IRQ_CONTROL; */

/*@ requires cap_fits(cap);
    assigns \nothing;
    ensures \result.outcome == DONE && \result.cap == cap; */
static inline struct derived derive_ok(struct cap cap)
{
    return (struct derived){.outcome = DONE, .cap = cap};
}

/* DRV-1 for all kinds. */
/*@ requires cap_fits(cap);
    assigns kernel.error;
    ensures cap_fits(\result.cap) && (\result.outcome == DONE || \result.outcome == FAILED);
    ensures failed: \result.outcome == FAILED <==> (cap.kind == CAP_UNTYPED && slot_has_children(slot)) ||
      ((cap.kind == CAP_PAGE_TABLE || cap.kind == CAP_VSPACE) && cap.flag == 0);
    ensures error: \result.outcome == FAILED ==>
      kernel.error.code == (cap.kind == CAP_UNTYPED ? seL4_RevokeFirst : seL4_IllegalOperation);
    ensures no_error: \result.outcome == DONE ==> kernel.error == \old(kernel.error);
    ensures null: \result.outcome == FAILED || derives_to_null(cap) ==> \result.cap.kind == CAP_NULL;
    ensures frame: cap.kind == CAP_FRAME ==> \result.cap == {cap \with .data = (uint64_t)0};
    ensures same: \result.outcome == DONE && !derives_to_null(cap) && cap.kind != CAP_FRAME ==>
      \result.cap == cap; */
struct derived cap_derive_checked(const struct slot *slot, struct cap cap);

/* DRV-1: the capability that a copy of cap would hold; slot is where cap (or its unmasked original) lives. Most copies
 * are of kinds that derive to themselves. */
/*@ requires cap_fits(cap);
    assigns kernel.error;
    ensures cap_fits(\result.cap) && (\result.outcome == DONE || \result.outcome == FAILED);
    ensures failed: \result.outcome == FAILED <==> (cap.kind == CAP_UNTYPED && slot_has_children(slot)) ||
      ((cap.kind == CAP_PAGE_TABLE || cap.kind == CAP_VSPACE) && cap.flag == 0);
    ensures error: \result.outcome == FAILED ==>
      kernel.error.code == (cap.kind == CAP_UNTYPED ? seL4_RevokeFirst : seL4_IllegalOperation);
    ensures no_error: \result.outcome == DONE ==> kernel.error == \old(kernel.error);
    ensures null: \result.outcome == FAILED || derives_to_null(cap) ==> \result.cap.kind == CAP_NULL;
    ensures frame: cap.kind == CAP_FRAME ==> \result.cap == {cap \with .data = (uint64_t)0};
    ensures same: \result.outcome == DONE && !derives_to_null(cap) && cap.kind != CAP_FRAME ==>
      \result.cap == cap; */
static inline struct derived cap_derive(const struct slot *slot, struct cap cap)
{
    if (cap.kind >= CAP_ENDPOINT && cap.kind <= CAP_SCHED_CONTROL) {
        return derive_ok(cap);
    }
    return cap_derive_checked(slot, cap);
}

/* VSP-4: writing needs reading; write-only becomes kernel-only. */
/*@ requires rights < 16;
    assigns \nothing;
    ensures \result == ((rights & RIGHT_READ) != 0 ? (rights & 3) : 0) && \result < 16; */
static inline uint32_t derive_frame_rights(uint32_t rights)
{
    return (rights & RIGHT_READ) ? rights & (RIGHT_READ | RIGHT_WRITE) : 0;
}

/* CAP-4: cap with at most the rights in the seL4_CapRights_t word. */
struct cap cap_mask_rights(struct cap cap, word_t rights);

/* CNO-3: applies a badge or guard. Null if the capability does not accept the data. */
struct cap cap_update(bool preserve, word_t data, struct cap cap);

/* DRV-3: before a copy of the untyped capability in source is inserted, source gives up its free memory. */
void cap_mark_copied(struct slot *source, struct cap copy);
