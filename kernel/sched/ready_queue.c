/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues (OP-2, OP-3). The lists are circular, so that one pointer reaches both ends.
 */
#include "sched/ready_queue.h"

#include "state.h"

static struct ready_queues *ready_of(const struct tcb *t)
{
    return &kernel.ready[t->domain];
}

/*@ predicate ready_marked{L}(struct ready_queues *q, integer p) =
      has_bit(\at(q->level2[p / 64], L), p % 64);
    predicate ready_consistent{L}(struct ready_queues *q) =
      \forall integer i; 0 <= i < 64 ==>
        (has_bit(q->level1, i) <==> (i < BITMAP_WORDS && q->level2[i] != 0)); */

/*@ requires \valid(queues) && priority < NUM_PRIORITIES && ready_consistent(queues);
    assigns queues->level1, queues->level2[priority / 64];
    ensures ready_consistent(queues);
    ensures ready_marked(queues, priority);
    ensures \forall integer p; 0 <= p < NUM_PRIORITIES && p != priority ==>
      (ready_marked(queues, p) <==> ready_marked{Pre}(queues, p)); */
static void ready_mark(struct ready_queues *queues, uint32_t priority)
{
    queues->level2[priority / 64u] |= BIT(priority % 64u);
    queues->level1 |= BIT(priority / 64u);
}

/*@ requires \valid(queues) && priority < NUM_PRIORITIES && ready_consistent(queues);
    assigns queues->level1, queues->level2[priority / 64];
    ensures ready_consistent(queues);
    ensures !ready_marked(queues, priority);
    ensures \forall integer p; 0 <= p < NUM_PRIORITIES && p != priority ==>
      (ready_marked(queues, p) <==> ready_marked{Pre}(queues, p)); */
static void ready_unmark(struct ready_queues *queues, uint32_t priority)
{
    queues->level2[priority / 64u] &= ~BIT(priority % 64u);
    if (queues->level2[priority / 64u] == 0) {
        queues->level1 &= ~BIT(priority / 64u);
    }
}

/* Links t in before the head, which in a circular list is both ends. */
static inline void ready_link(struct tcb *t, bool first)
{
    struct ready_queues *queues = ready_of(t);
    struct tcb *head = queues->head[t->priority];

    t->in_ready = true;
    if (!head) {
        t->schedule_next = t;
        t->schedule_prev = t;
        queues->head[t->priority] = t;
        ready_mark(queues, t->priority);
        return;
    }
    t->schedule_next = head;
    t->schedule_prev = head->schedule_prev;
    head->schedule_prev->schedule_next = t;
    head->schedule_prev = t;
    if (first) {
        queues->head[t->priority] = t;
    }
}

void ready_insert_tail(struct tcb *t)
{
    if (!t->in_ready) {
        ready_link(t, false);
    }
}

void ready_insert_head(struct tcb *t)
{
    if (!t->in_ready) {
        ready_link(t, true);
    }
}

void ready_remove(struct tcb *t)
{
    struct ready_queues *queues = ready_of(t);

    if (!t->in_ready) {
        return;
    }
    t->in_ready = false;
    if (t->schedule_next == t) {
        queues->head[t->priority] = NULL;
        ready_unmark(queues, t->priority);
        return;
    }
    t->schedule_next->schedule_prev = t->schedule_prev;
    t->schedule_prev->schedule_next = t->schedule_next;
    if (queues->head[t->priority] == t) {
        queues->head[t->priority] = t->schedule_next;
    }
}

/*@ requires word != 0;
    assigns \nothing;
    ensures \result < 64 && has_bit(word, \result);
    ensures \forall integer b; \result < b < 64 ==> !has_bit(word, b); */
static uint32_t highest_bit(uint64_t word)
{
    return 63u - (uint32_t)__builtin_clzll(word);
}

/*@ requires kernel.domain < NUM_DOMAINS && ready_consistent(&kernel.ready[kernel.domain]);
    assigns \nothing;
    ensures -1 <= \result < NUM_PRIORITIES;
    ensures \result >= 0 ==> ready_marked(&kernel.ready[kernel.domain], \result);
    ensures \forall integer p; \result < p < NUM_PRIORITIES ==>
      !ready_marked(&kernel.ready[kernel.domain], p); */
int32_t ready_highest(void)
{
    const struct ready_queues *queues = &kernel.ready[kernel.domain];

    if (queues->level1 == 0) {
        return -1;
    }
    uint32_t i = highest_bit(queues->level1);
    return (int32_t)(i * 64u + highest_bit(queues->level2[i]));
}

bool ready_above(uint32_t priority)
{
    const struct ready_queues *queues = &kernel.ready[kernel.domain];
    uint32_t word = priority / 64u;

    return queues->level1 >> word > 1u || queues->level2[word] >> priority % 64u > 1u;
}

struct tcb *ready_first(void)
{
    int32_t priority = ready_highest();
    return priority < 0 ? NULL : kernel.ready[kernel.domain].head[priority];
}
