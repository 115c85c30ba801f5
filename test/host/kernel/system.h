/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A booted kernel inside the test process: one root thread, one large untyped, and functions that act as user
 * code of whatever thread the kernel currently runs. Every kernel entry ends with a check of all invariants.
 */
#pragma once

#include "calls.h"
#include "ipc/message.h"
#include "sched/sched_context.h"
#include "sched/time.h"
#include "state.h"

enum { UNTYPED_BITS = 22, DEVICE_BITS = 32, ROOT_ASID = 1 };

/* Do system calls try the short paths first? They must make no difference. */
extern bool system_uses_fastpath;

enum event { EVENT_SYSCALL, EVENT_FAULT, EVENT_INTERRUPT };

/* Called, unless null, before and after each kernel entry: further checks of a test. fault is that of EVENT_FAULT. */
extern void (*system_entry_begins)(enum event event, struct fault fault);
extern void (*system_entry_done)(void);

/* A fresh system; the root thread runs at priority 255 with a round-robin slice of 5 ms. */
void system_boot(void);

/* What t would find in its registers now. */
struct answer system_registers(const struct tcb *t);

/* The first untyped makes objects in the root CNode, or says why not. */
struct answer system_try_retype(word_t type, word_t bits, word_t slot, word_t count);

/* Invocations that tests need often; they fail the test on an error. slot is in the root CNode. */
void system_retype(word_t type, word_t bits, word_t slot, word_t count);
void system_copy(word_t from, word_t to, word_t rights);
void system_mint(word_t from, word_t to, word_t rights, word_t badge);
word_t system_delete(word_t slot);
word_t system_revoke(word_t slot);
void system_configure_sc(word_t sc, word_t budget_us, word_t period_us, word_t extra_refills, word_t flags);

/* A TCB in `slot` with the root CSpace and an IPC buffer; sc 0: passive. It is resumed. buffer_slot gets the
 * frame. */
struct tcb *system_thread(word_t slot, word_t buffer_slot, word_t sc, uint8_t priority);

struct cap system_cap(word_t slot);

/* The root CNode, whatever has become of the capability to it. */
struct cap system_root_cnode(void);

/* The slot outside of all CNodes that holds the first capability to the root thread's buffer. */
const struct slot *system_buffer_slot(void);

/* Keeps the state of kernel and machine, or goes back to the state kept; untyped memory only as far as the first
 * untyped has handed it out. What is beyond must have been cleared by then. */
void system_save(void);
void system_restore(void);

/* Stops the test if an invariant of kernel or machine does not hold. */
void system_check_invariants(void);

/* CUR causes an exception. */
void system_fault(struct fault fault);
