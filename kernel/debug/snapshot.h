/* SPDX-License-Identifier: BSD-2-Clause */
/* A dump of who has which capability. */
#pragma once

#include "cspace/cap.h"

/* Prints each thread with its internal capabilities, what it is bound to, the capabilities of its space, one a line
 * (slot, kind, object, rights, data), and its memory. */
void debug_snapshot(void);

/* What is mapped in an address space, one line for each run of pages. */
void snapshot_space(struct cap vspace);
