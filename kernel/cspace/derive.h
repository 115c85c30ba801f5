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

static inline struct derived derive_ok(struct cap cap)
{
    return (struct derived){.outcome = DONE, .cap = cap};
}

/* DRV-1 for all kinds. */
struct derived cap_derive_checked(const struct slot *slot, struct cap cap);

/* DRV-1: the capability that a copy of cap would hold; slot is where cap (or its unmasked original) lives. Most copies
 * are of kinds that derive to themselves. */
static inline struct derived cap_derive(const struct slot *slot, struct cap cap)
{
    if (cap.kind >= CAP_ENDPOINT && cap.kind <= CAP_SCHED_CONTROL) {
        return derive_ok(cap);
    }
    return cap_derive_checked(slot, cap);
}

/* VSP-4: writing needs reading; write-only becomes kernel-only. */
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
