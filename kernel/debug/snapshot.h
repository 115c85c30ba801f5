/* SPDX-License-Identifier: BSD-2-Clause */
/* A dump of who has which capability. */
#pragma once

/* Prints each thread with the capabilities of its first CNode, one a line: slot, kind, object, rights, data.
 * */
void debug_snapshot(void);
