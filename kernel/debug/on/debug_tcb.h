/* SPDX-License-Identifier: BSD-2-Clause */
/* What debug builds keep in a TCB: its name, and its place in the list of all threads. */
#pragma once

enum { DEBUG_NAME_BYTES = 128 };

struct tcb;

struct debug_tcb {
    struct tcb *next;
    struct tcb *prev;
    char name[DEBUG_NAME_BYTES]; /* ends with NUL */
};
