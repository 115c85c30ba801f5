/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Priority-ordered queues of waiting threads (OP-13).
 */
#include "ipc/wait_queue.h"

#include "thread/tcb.h"

void wait_queue_insert(struct wait_queue *queue, struct tcb *t)
{
    struct tcb *before = queue->tail;

    /* From the tail: most queues hold threads of one priority, and the newcomer goes last. */
    while (before && before->priority < t->priority) {
        before = before->wait_prev;
    }
    t->wait_prev = before;
    t->wait_next = before ? before->wait_next : queue->head;
    if (t->wait_next) {
        t->wait_next->wait_prev = t;
    } else {
        queue->tail = t;
    }
    if (before) {
        before->wait_next = t;
    } else {
        queue->head = t;
    }
}

void wait_queue_remove(struct wait_queue *queue, struct tcb *t)
{
    if (t->wait_next) {
        t->wait_next->wait_prev = t->wait_prev;
    } else {
        queue->tail = t->wait_prev;
    }
    if (t->wait_prev) {
        t->wait_prev->wait_next = t->wait_next;
    } else {
        queue->head = t->wait_next;
    }
    t->wait_next = NULL;
    t->wait_prev = NULL;
}
