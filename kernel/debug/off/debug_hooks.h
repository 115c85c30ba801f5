/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel tells a developer: nothing, in builds without debugging. debug/on has the same interface
 * and describes it.
 */
#pragma once

#include "thread/tcb.h"

static inline void debug_message(const char *text)
{
    (void)text;
}

static inline void debug_error_text(word_t *buffer)
{
    (void)buffer;
}

static inline void debug_unhandled_fault(const struct tcb *t, struct fault fault)
{
    (void)t;
    (void)fault;
}

static inline void debug_invocation_failed(const struct tcb *t, word_t cptr, struct cap cap, word_t label)
{
    (void)t;
    (void)cptr;
    (void)cap;
    (void)label;
}

static inline void debug_kernel_exception(word_t syndrome, word_t address, word_t fault_address)
{
    (void)syndrome;
    (void)address;
    (void)fault_address;
}

static inline void debug_thread_created(struct tcb *t)
{
    (void)t;
}

static inline void debug_thread_destroyed(struct tcb *t)
{
    (void)t;
}

static inline void debug_name_thread(struct tcb *t, const char *name)
{
    (void)t;
    (void)name;
}

static inline void debug_entry_done(void)
{
}

static inline bool debug_syscall(int64_t number)
{
    (void)number;
    return false;
}
