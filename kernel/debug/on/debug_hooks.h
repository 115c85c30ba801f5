/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel tells a developer. debug/off has the same interface without effect, debug/printing that part of it
 * which costs threads nothing.
 */
#pragma once

#include "thread/tcb.h"

/* Prints the text. */
void debug_message(const char *text);

/* Prints which thread t is. */
void debug_print_thread(const struct tcb *t);

/* ERR-6: names kernel.error in the buffer of the thread that gets it as an answer. */
void debug_error_text(word_t *buffer);

/* A thread without a handler faulted and stops (FLT-4). */
void debug_unhandled_fault(const struct tcb *t, struct fault fault);

/* An invocation of t failed; kernel.error says why (DBG-2). */
void debug_invocation_failed(const struct tcb *t, word_t cptr, struct cap cap, word_t label);

/* The kernel itself caused an exception; the machine is about to stop. */
void debug_kernel_exception(word_t syndrome, word_t address, word_t fault_address);

/* A TCB was created; gives it its first name (DBG-3). */
void debug_thread_created(struct tcb *t);

/* A TCB is going away. */
void debug_thread_destroyed(struct tcb *t);

/* Longer names are cut. */
void debug_name_thread(struct tcb *t, const char *name);

/* All threads, the idle thread included, newest first; null ends. */
struct tcb *debug_first_thread(void);
struct tcb *debug_next_thread(const struct tcb *t);

/* Runs after every kernel entry; checks the invariants if the build asks for it, and stops the machine if one
 * does not hold. */
void debug_check_invariants(void);

static inline void debug_entry_done(void)
{
    if (KERNEL_CHECK) {
        debug_check_invariants();
    }
}

/* Serves the system calls of debug builds (DBG-1, DBG-2); false: the number is none of them. */
bool debug_syscall(int64_t number);
