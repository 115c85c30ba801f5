/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads (GEN-7 to GEN-10).
 *
 * Invariants:
 *   t->sc == s iff s->tcb == t; t->bound_notification == n iff n->bound_tcb == t (INV-1);
 *   t->reply != NULL only in RECV_BLOCKED (armed) and REPLY_BLOCKED (in use), and then t->reply->tcb == t (INV-2);
 *   the wait links are in use exactly in RECV_BLOCKED, SEND_BLOCKED and NTFN_BLOCKED, on the queue of
 *   wait_endpoint or wait_notification;
 *   at most one of in_ready and in_release is set; both use the schedule links (INV-4, INV-5);
 *   fault.kind != FAULT_NONE only in REPLY_BLOCKED, SEND_BLOCKED and INACTIVE (INV-10).
 */
#pragma once

#include <arch_context.h>

#include "cspace/slot.h"
#include "ipc/fault.h"

struct endpoint;
struct notification;
struct reply;
struct sched_context;

enum thread_state {
    INACTIVE, /* a new TCB is all zeros */
    RUNNING,
    RESTART,
    RECV_BLOCKED,
    SEND_BLOCKED,
    REPLY_BLOCKED,
    NTFN_BLOCKED,
    IDLE,
};

/* Internal slots (GEN-10); a deleted TCB is a zombie over them. */
enum tcb_slot {
    TCB_CSPACE,
    TCB_VSPACE,
    TCB_BUFFER,
    TCB_FAULT_HANDLER,
    TCB_TIMEOUT_HANDLER,
    TCB_SLOTS,
};

enum tcb_flag { TCB_FPU_DISABLED = 1, TCB_FLAGS_KNOWN = 1 };

/*
 * The order is that of use: what every message and signal looks at is in the first cache line (capabilities of the
 * spaces), the registers, and the line that their last one shares with the fields from `state` to
 * `bound_notification`; what every switch of threads needs besides is in the line after.
 */
struct tcb {
    struct slot slots[TCB_SLOTS]; /* first, so that a zombie finds them at the object's base */
    struct user_context context;

    uint8_t state; /* enum thread_state */
    uint8_t priority;
    uint8_t domain;
    uint8_t arch_extras; /* not 0: there is more to switch than registers and address space (arch_switch.h) */
    bool in_ready;
    bool in_release;
    uint8_t flags; /* enum tcb_flag */
    uint8_t mcp;
    struct sched_context *sc;
    struct reply *reply;
    struct tcb *wait_next;
    struct tcb *wait_prev;
    struct notification *bound_notification;
    struct endpoint *wait_endpoint;

    struct arch_space space; /* what a switch remembers of the address space */
    struct notification *wait_notification;
    struct tcb *schedule_next;
    struct tcb *schedule_prev;
    struct sched_context *yield_to; /* this thread waits in a YieldTo on it (YLD-7) */
    vaddr_t buffer_address;

    /* What a blocked sender sent with (IPC-3). */
    word_t wait_badge;
    bool wait_grant;
    bool wait_grant_reply;
    bool wait_is_call;
    struct fault fault;

    struct arch_tcb arch; /* FPU state, VCPU, name and counters of debug and benchmark builds */
};

static inline bool thread_runnable(const struct tcb *t)
{
    return t->state == RUNNING || t->state == RESTART;
}

static inline bool thread_blocked(const struct tcb *t)
{
    return t->state >= RECV_BLOCKED && t->state <= NTFN_BLOCKED;
}

/* GEN-8 */
bool thread_schedulable(const struct tcb *t);

/* OP-1: changes the state; a CUR that lost the right to run makes the scheduler pick. */
void thread_set_state(struct tcb *t, enum thread_state state);

/* IPC-25: takes the thread out of whatever it waits for; its pending fault is cleared. */
COLD void thread_cancel_ipc(struct tcb *t);

/* TCB-20, TCB-21 */
COLD void thread_suspend(struct tcb *t);
COLD void thread_resume(struct tcb *t);

/* SCH-4 */
void thread_set_priority(struct tcb *t, uint8_t priority);

/* UNT-12: turns zeroed memory into a TCB of the current domain. */
void thread_create(struct tcb *t);

/* DEL-4, steps 1 to 4. The internal slots are cleared by the zombie. */
void thread_destroy(struct tcb *t);
