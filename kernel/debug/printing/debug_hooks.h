/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel tells a developer in builds that print and are else as all others: errors and faults, but no names and
 * no lists of threads. debug/on has the same interface and describes it.
 */
#pragma once

#include "thread/tcb.h"

void debug_message(const char *text);
void debug_print_thread(const struct tcb *t);
void debug_error_text(word_t *buffer);
void debug_unhandled_fault(const struct tcb *t, struct fault fault);
void debug_invocation_failed(const struct tcb *t, word_t cptr, struct cap cap, word_t label);
void debug_kernel_exception(word_t syndrome, word_t address, word_t fault_address);
bool debug_syscall(int64_t number);

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
