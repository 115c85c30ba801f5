/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The release queue (OP-4, OP-5).
 */
#include "sched/release_queue.h"

#include "sched/refill.h"
#include "state.h"

void release_insert(struct tcb *t)
{
    ticks_t time = refill_head(t->sc)->time;
    struct tcb *before = NULL;
    struct tcb *after = kernel.release_head;

    /* Newcomers go behind threads with the same release time. */
    while (after && refill_head(after->sc)->time <= time) {
        before = after;
        after = after->schedule_next;
    }
    t->in_release = true;
    t->schedule_prev = before;
    t->schedule_next = after;
    if (after) {
        after->schedule_prev = t;
    }
    if (before) {
        before->schedule_next = t;
    } else {
        kernel.release_head = t;
        kernel.rearm = true;
    }
}

/* t waits for its release. */
APART static void release_unlink(struct tcb *t)
{
    t->in_release = false;
    if (t->schedule_next) {
        t->schedule_next->schedule_prev = t->schedule_prev;
    }
    if (t->schedule_prev) {
        t->schedule_prev->schedule_next = t->schedule_next;
    } else {
        kernel.release_head = t->schedule_next;
        kernel.rearm = true;
    }
}

void release_remove(struct tcb *t)
{
    if (t->in_release) {
        release_unlink(t);
    }
}
