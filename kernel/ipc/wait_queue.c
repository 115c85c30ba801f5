/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Priority-ordered queues of waiting threads (OP-13).
 */
#include "ipc/wait_queue.h"

#include "thread/tcb.h"

/*@ // waits(x): x is in the queue before the call; place(x): how many are in front of it.
    axiomatic waiters {
      predicate waits(struct tcb *x);
      logic integer place(struct tcb *x);
    }

    // Threads and queue lie in memory of their own.
    predicate wait_apart{L}(struct wait_queue *q) =
      (\forall struct tcb *x; waits(x) ==> \valid(x) && x != \null && \base_addr(x) != \base_addr(q)) &&
      (\forall struct tcb *x, *y; waits(x) && waits(y) && x != y ==> \base_addr(x) != \base_addr(y));

    // x is the first, or behind a thread of its priority or a higher one that knows it (OP-13).
    predicate wait_prev_sound{L}(struct wait_queue *q, struct tcb *x) =
      x->wait_prev == \null ? q->head == x
        : x->wait_prev->wait_next == x && x->wait_prev->priority >= x->priority;
    predicate wait_next_sound{L}(struct wait_queue *q, struct tcb *x) =
      x->wait_next == \null ? q->tail == x : x->wait_next->wait_prev == x;

    // The queue holds the threads that wait, and no others.
    predicate wait_sound{L}(struct wait_queue *q) =
      (\forall struct tcb *x; waits(x) ==> place(x) >= 0 && wait_prev_sound(q, x) && wait_next_sound(q, x)) &&
      (\forall struct tcb *x; waits(x) && x->wait_prev != \null ==>
        waits(x->wait_prev) && place(x->wait_prev) < place(x)) &&
      (\forall struct tcb *x; waits(x) && x->wait_next != \null ==> waits(x->wait_next)) &&
      (q->head == \null <==> q->tail == \null) &&
      (q->head != \null ==> waits(q->head) && q->head->wait_prev == \null) &&
      (q->tail != \null ==> waits(q->tail) && q->tail->wait_next == \null); */

/*@ requires \valid(queue) && \valid(t) && t != \null && \base_addr(t) != \base_addr(queue) && !waits(t);
    requires wait_apart(queue) && wait_sound(queue);
    requires \forall struct tcb *x; waits(x) ==> \base_addr(x) != \base_addr(t);
    ensures prev: wait_prev_sound(queue, t) && (t->wait_prev != \null ==> waits(t->wait_prev));
    ensures next: wait_next_sound(queue, t) && (t->wait_next != \null ==> waits(t->wait_next));
    ensures last_of_equals: t->wait_next != \null ==> t->wait_next->priority < t->priority;
    ensures first: t->wait_prev == \null ==> t->wait_next == \old(queue->head);
    ensures between: t->wait_prev != \null ==> (\let p = t->wait_prev; t->wait_next == \at(p->wait_next, Pre));
    ensures head: t->wait_prev != \null ==> queue->head == \old(queue->head);
    ensures tail: t->wait_next != \null ==> queue->tail == \old(queue->tail);
    ensures prevs: \forall struct tcb *x; waits(x) && x != t->wait_next ==> x->wait_prev == \old(x->wait_prev);
    ensures nexts: \forall struct tcb *x; waits(x) && x != t->wait_prev ==> x->wait_next == \old(x->wait_next);
    ensures order: \forall struct tcb *x; waits(x) ==> wait_prev_sound(queue, x);
    ensures ends: \forall struct tcb *x; waits(x) ==> wait_next_sound(queue, x); */
void wait_queue_insert(struct wait_queue *queue, struct tcb *t)
{
    struct tcb *before = queue->tail;

    /* From the tail: most queues hold threads of one priority, and the newcomer goes last. */
    /*@ loop invariant before != \null ==> waits(before);
        loop invariant before == \null ==> queue->head == \null || queue->head->priority < t->priority;
        loop invariant before != \null && before->wait_next != \null ==>
          before->wait_next->priority < t->priority;
        loop assigns before;
        loop variant before == \null ? 0 : place(before) + 1; */
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

/*@ requires \valid(queue) && waits(t) && wait_apart(queue) && wait_sound(queue);
    assigns queue->head, queue->tail, t->wait_next, t->wait_prev, t->wait_next->wait_prev, t->wait_prev->wait_next;
    ensures unlinked: t->wait_next == \null && t->wait_prev == \null;
    ensures prev: \old(t->wait_prev) == \null ==> queue->head == \old(t->wait_next);
    ensures next: \old(t->wait_next) == \null ==> queue->tail == \old(t->wait_prev);
    ensures forward: \old(t->wait_prev) != \null ==> \old(t->wait_prev)->wait_next == \old(t->wait_next);
    ensures back: \old(t->wait_next) != \null ==> \old(t->wait_next)->wait_prev == \old(t->wait_prev);
    ensures head: \old(t->wait_prev) != \null ==> queue->head == \old(queue->head);
    ensures tail: \old(t->wait_next) != \null ==> queue->tail == \old(queue->tail);
    ensures prevs: \forall struct tcb *x; waits(x) && x != t && x != \old(t->wait_next) ==>
      x->wait_prev == \old(x->wait_prev);
    ensures nexts: \forall struct tcb *x; waits(x) && x != t && x != \old(t->wait_prev) ==>
      x->wait_next == \old(x->wait_next);
    ensures order: \old(t->wait_next) != \null && \old(t->wait_prev) != \null ==>
      \old(t->wait_prev)->priority >= \old(t->wait_next)->priority; */
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
