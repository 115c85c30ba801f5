/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel tells a developer: nothing, in builds without debugging. debug/on has the same interface.
 */
#pragma once

#include "thread/tcb.h"

/* A thread without a handler faulted and stops (FLT-4). */
static inline void debug_unhandled_fault(const struct tcb *t, struct fault fault)
{
    (void)t;
    (void)fault;
}

/* A TCB was created; gives it its first name (DBG-3). */
static inline void debug_thread_created(struct tcb *t)
{
    (void)t;
}

/* A TCB is going away. */
static inline void debug_thread_destroyed(struct tcb *t)
{
    (void)t;
}

/* Runs after every kernel entry; checks the invariants if the build asks for it. */
static inline void debug_entry_done(void)
{
}
