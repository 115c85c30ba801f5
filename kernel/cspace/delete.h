/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deleting and revoking capabilities, incrementally (DEL-1 to DEL-15).
 */
#pragma once

#include "cspace/slot.h"

/* DEL-7, outer mode: deletes the capability in slot. Deleting from an empty slot is DONE. */
outcome_t slot_delete(struct slot *slot);

/* DEL-12: deletes all descendants of the capability in slot. */
COLD outcome_t slot_revoke(struct slot *slot);

/* DEL-15: would deleting this slot take unbounded time? */
COLD bool slot_is_long_running_delete(const struct slot *slot);

/* For capabilities whose deletion is bounded (internal notification, fault handler and frame slots): never
 * preempted. */
COLD void slot_delete_bounded(struct slot *slot);
