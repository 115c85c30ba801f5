/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What deleting a capability does to its object (DEL-2).
 */
#pragma once

#include "cspace/cap.h"

/* Undoes what the capability stood for. Returns null, or the zombie that takes its place in the slot: the
 * container's slots must be cleared before the slot can be emptied. Interrupt lines are not freed here. */
COLD struct cap cap_finalise(struct cap cap, bool final);
