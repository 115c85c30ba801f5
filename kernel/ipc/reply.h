/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reply objects and the call stacks that they form (RPL-1 to RPL-12).
 *
 * free: tcb == NULL; armed: tcb is RECV_BLOCKED with it; in use: tcb is REPLY_BLOCKED on it. Only objects in
 * use are on a stack. older and newer are neighbours on the stack; the newest has sc set to the scheduling
 * context whose stack it tops (the head mark), and sc->top points back (INV-3).
 */
#pragma once

#include "types.h"

struct sched_context;
struct tcb;

struct reply {
    struct tcb *tcb;
    struct reply *older;
    struct reply *newer;
    struct sched_context *sc;
};

_Static_assert(sizeof(struct reply) == 32, "reply size is part of the ABI");

/* RPL-4: caller waits for an answer through the free object k. */
void reply_push(struct tcb *caller, struct tcb *callee, struct reply *k, bool may_donate);

/* RPL-5: replier answers. grant: may the answer carry capabilities? */
void reply_send(struct reply *k, struct tcb *replier, bool grant);

/* The head mark moves to k, which becomes the newest of sc's call stack, or to the next older one. */
void reply_stack_push(struct sched_context *sc, struct reply *k);
void reply_stack_pop(struct sched_context *sc);

/* Unlinks an armed object from its receiver. */
void reply_disarm(struct reply *k);

/* RPL-7: takes the object in use off its stack; the SC returns to the caller if it is the newest. */
void reply_remove(struct reply *k);

/* RPL-9: the waiting caller t goes away; no SC moves. */
COLD void reply_cancel_caller(struct tcb *t);

/* DEL-2: the final capability is gone. */
COLD void reply_destroy(struct reply *k);
