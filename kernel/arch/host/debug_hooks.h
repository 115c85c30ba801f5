/* SPDX-License-Identifier: BSD-2-Clause */
/* Hooks of the host port: it keeps a list of all threads, for the invariant checker. */
#pragma once

#include "host_machine.h"
#include "thread/tcb.h"

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

static inline void debug_thread_created(struct tcb *t)
{
    t->arch.prev_thread = NULL;
    t->arch.next_thread = host_machine.threads;
    if (host_machine.threads) {
        host_machine.threads->arch.prev_thread = t;
    }
    host_machine.threads = t;
}

static inline void debug_thread_destroyed(struct tcb *t)
{
    if (t->arch.next_thread) {
        t->arch.next_thread->arch.prev_thread = t->arch.prev_thread;
    }
    if (t->arch.prev_thread) {
        t->arch.prev_thread->arch.next_thread = t->arch.next_thread;
    } else {
        host_machine.threads = t->arch.next_thread;
    }
}

static inline void debug_entry_done(void)
{
}

static inline bool debug_syscall(int64_t number)
{
    (void)number;
    return false;
}

static inline struct tcb *debug_first_thread(void)
{
    return host_machine.threads;
}

static inline struct tcb *debug_next_thread(const struct tcb *t)
{
    return t->arch.next_thread;
}
