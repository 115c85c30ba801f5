/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues (OP-2, OP-3). The lists are circular, so that one pointer reaches both ends.
 */
#include "sched/ready_queue.h"

#include "state.h"

/*@ predicate ready_marked{L}(struct ready_queues *q, integer p) =
      has_bit(\at(q->level2[p / 64], L), p % 64);
    predicate ready_consistent{L}(struct ready_queues *q) =
      \forall integer i; 0 <= i < 64 ==>
        (has_bit(q->level1, i) <==> (i < BITMAP_WORDS && q->level2[i] != 0));
    // The highest marked priority, if one is.
    logic integer ready_top{L}(struct ready_queues *q) =
      top_bit(q->level1) * 64 + top_bit(q->level2[top_bit(q->level1)]);
    // A FIFO is marked if a thread is in it.
    predicate ready_sound{L}(struct ready_queues *q) =
      ready_consistent(q) &&
      \forall integer p; 0 <= p < NUM_PRIORITIES ==> (ready_marked(q, p) <==> q->head[p] != \null);

    // Threads and `kernel` lie in memory of their own.
    predicate ready_apart(struct tcb *a, struct tcb *b) = \base_addr(a) != \base_addr(b);
    predicate ready_tcb{L}(struct tcb *t) =
      \valid(t) && t != \null && \base_addr(t) != \base_addr(&kernel);

    // The FIFO that t belongs to.
    logic struct ready_queues *ready_queues_of{L}(struct tcb *t) = &kernel.ready[t->domain];
    logic struct tcb *ready_head{L}(struct tcb *t) = ready_queues_of(t)->head[t->priority];
    predicate ready_linked{L}(struct tcb *a, struct tcb *b) = a->schedule_next == b && b->schedule_prev == a;
    predicate ready_thread{L}(struct tcb *t) =
      ready_tcb(t) && t->domain < NUM_DOMAINS && ready_sound(ready_queues_of(t));

    // t is in no list; the list that it shall join is empty, or linked where it will be opened.
    predicate ready_opens{L}(struct tcb *t, struct tcb *first, struct tcb *last) =
      ready_tcb(first) && ready_tcb(last) && ready_apart(first, t) && ready_apart(last, t) &&
      (first == last || ready_apart(first, last)) && ready_linked(last, first);
    predicate ready_may_join{L}(struct tcb *t) =
      ready_head(t) != \null ==> ready_opens(t, ready_head(t), ready_head(t)->schedule_prev);

    // t is in its list, with neighbours, both of which it may be itself.
    predicate ready_may_leave{L}(struct tcb *t, struct tcb *prev, struct tcb *next) =
      ready_head(t) != \null && ready_tcb(next) && ready_tcb(prev) &&
      (next == t || ready_apart(next, t)) && (prev == t || ready_apart(prev, t)) &&
      (next == prev || ready_apart(next, prev)) && (next == t <==> prev == t) &&
      ready_linked(prev, t) && ready_linked(t, next);

    // t is the first of its FIFO, which is that of the current domain and priority p.
    predicate ready_leads{L}(struct tcb *t, integer p) =
      ready_tcb(t) && t->in_ready && t->domain == kernel.domain && t->priority == p &&
      ready_may_leave(t, t->schedule_prev, t->schedule_next);
    logic struct tcb *ready_best{L} = kernel.ready[kernel.domain].head[ready_top(&kernel.ready[kernel.domain])]; */

/*@ requires \valid_read(&t->domain) && t->domain < NUM_DOMAINS;
    assigns \nothing;
    ensures \result == &kernel.ready[t->domain]; */
static struct ready_queues *ready_of(const struct tcb *t)
{
    return &kernel.ready[t->domain];
}

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
/*@ requires ready_thread(t) && ready_may_join(t);
    assigns t->in_ready, t->schedule_next, t->schedule_prev, ready_head(t)->schedule_prev,
      ready_head(t)->schedule_prev->schedule_next, kernel.ready[t->domain];
    ensures queued: t->in_ready;
    ensures sound: ready_sound(ready_queues_of(t));
    ensures alone: \old(ready_head(t) == \null) ==> ready_head(t) == t && ready_linked(t, t);
    ensures head: \old(ready_head(t) != \null) ==> ready_head(t) == (first ? t : \old(ready_head(t)));
    ensures links: \old(ready_head(t) != \null) ==>
      ready_linked(\old(ready_head(t)->schedule_prev), t) && ready_linked(t, \old(ready_head(t)));
    ensures others: \forall integer p; 0 <= p < NUM_PRIORITIES && p != t->priority ==>
      ready_queues_of(t)->head[p] == \old(ready_queues_of(t)->head[p]); */
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

/*@ requires ready_thread(t) && (!t->in_ready ==> ready_may_join(t));
    assigns t->in_ready, t->schedule_next, t->schedule_prev, ready_head(t)->schedule_prev,
      ready_head(t)->schedule_prev->schedule_next, kernel.ready[t->domain];
    ensures queued: t->in_ready;
    ensures sound: ready_sound(ready_queues_of(t));
    ensures alone: \old(!t->in_ready && ready_head(t) == \null) ==> ready_head(t) == t && ready_linked(t, t);
    ensures head: \old(!t->in_ready && ready_head(t) != \null) ==> ready_head(t) == \old(ready_head(t));
    ensures links: \old(!t->in_ready && ready_head(t) != \null) ==>
      ready_linked(\old(ready_head(t)->schedule_prev), t) && ready_linked(t, \old(ready_head(t)));
    ensures others: \forall integer p; 0 <= p < NUM_PRIORITIES && p != t->priority ==>
      ready_queues_of(t)->head[p] == \old(ready_queues_of(t)->head[p]);
    ensures no_effect: \old(t->in_ready) ==> kernel.ready[t->domain] == \old(kernel.ready[t->domain]) &&
      t->schedule_next == \old(t->schedule_next) && t->schedule_prev == \old(t->schedule_prev); */
void ready_insert_tail(struct tcb *t)
{
    if (!t->in_ready) {
        ready_link(t, false);
    }
}

/*@ requires ready_thread(t) && (!t->in_ready ==> ready_may_join(t));
    assigns t->in_ready, t->schedule_next, t->schedule_prev, ready_head(t)->schedule_prev,
      ready_head(t)->schedule_prev->schedule_next, kernel.ready[t->domain];
    ensures queued: t->in_ready;
    ensures sound: ready_sound(ready_queues_of(t));
    ensures alone: \old(!t->in_ready && ready_head(t) == \null) ==> ready_head(t) == t && ready_linked(t, t);
    ensures head: \old(!t->in_ready && ready_head(t) != \null) ==> ready_head(t) == t;
    ensures links: \old(!t->in_ready && ready_head(t) != \null) ==>
      ready_linked(\old(ready_head(t)->schedule_prev), t) && ready_linked(t, \old(ready_head(t)));
    ensures others: \forall integer p; 0 <= p < NUM_PRIORITIES && p != t->priority ==>
      ready_queues_of(t)->head[p] == \old(ready_queues_of(t)->head[p]);
    ensures no_effect: \old(t->in_ready) ==> kernel.ready[t->domain] == \old(kernel.ready[t->domain]) &&
      t->schedule_next == \old(t->schedule_next) && t->schedule_prev == \old(t->schedule_prev); */
void ready_insert_head(struct tcb *t)
{
    if (!t->in_ready) {
        ready_link(t, true);
    }
}

/*@ requires ready_thread(t) && (t->in_ready ==> ready_may_leave(t, t->schedule_prev, t->schedule_next));
    assigns t->in_ready, t->schedule_next->schedule_prev, t->schedule_prev->schedule_next, kernel.ready[t->domain];
    ensures queued: !t->in_ready;
    ensures sound: ready_sound(ready_queues_of(t));
    ensures alone: \old(t->in_ready && t->schedule_next == t) ==> ready_head(t) == \null;
    ensures links: \old(t->in_ready && t->schedule_next != t) ==>
      ready_linked(\old(t->schedule_prev), \old(t->schedule_next));
    ensures head: \old(t->in_ready && t->schedule_next != t) ==>
      ready_head(t) == (\old(ready_head(t)) == t ? \old(t->schedule_next) : \old(ready_head(t)));
    ensures others: \forall integer p; 0 <= p < NUM_PRIORITIES && p != t->priority ==>
      ready_queues_of(t)->head[p] == \old(ready_queues_of(t)->head[p]); */
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
    ensures \result < 64 && has_bit(word, \result) && \result == top_bit(word);
    ensures \forall integer b; \result < b < 64 ==> !has_bit(word, b); */
static uint32_t highest_bit(uint64_t word)
{
    return 63u - (uint32_t)__builtin_clzll(word);
}

/*@ requires kernel.domain < NUM_DOMAINS && ready_consistent(&kernel.ready[kernel.domain]);
    assigns \nothing;
    ensures -1 <= \result < NUM_PRIORITIES;
    ensures \result >= 0 ==> ready_marked(&kernel.ready[kernel.domain], \result);
    ensures top: \result >= 0 ==> \result == ready_top(&kernel.ready[kernel.domain]);
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

/*@ requires priority < NUM_PRIORITIES && kernel.domain < NUM_DOMAINS;
    requires ready_consistent(&kernel.ready[kernel.domain]);
    assigns \nothing;
    ensures some: \result ==> ready_top(&kernel.ready[kernel.domain]) > priority &&
      ready_marked(&kernel.ready[kernel.domain], ready_top(&kernel.ready[kernel.domain]));
    ensures none: !\result ==> \forall integer p; priority < p < NUM_PRIORITIES ==>
      !ready_marked(&kernel.ready[kernel.domain], p); */
inline bool ready_above(uint32_t priority)
{
    const struct ready_queues *queues = &kernel.ready[kernel.domain];
    uint32_t word = priority / 64u;

    return queues->level1 >> word > 1u || queues->level2[word] >> priority % 64u > 1u;
}

/*@ requires kernel.domain < NUM_DOMAINS && ready_sound(&kernel.ready[kernel.domain]);
    assigns \nothing;
    ensures \result == \null ==> \forall integer p; 0 <= p < NUM_PRIORITIES ==>
      kernel.ready[kernel.domain].head[p] == \null;
    ensures \result != \null ==> \exists integer p; 0 <= p < NUM_PRIORITIES &&
      \result == kernel.ready[kernel.domain].head[p] &&
      \forall integer q; p < q < NUM_PRIORITIES ==> kernel.ready[kernel.domain].head[q] == \null;
    ensures top: \result != \null ==>
      \result == kernel.ready[kernel.domain].head[ready_top(&kernel.ready[kernel.domain])] &&
      0 <= ready_top(&kernel.ready[kernel.domain]) < NUM_PRIORITIES; */
struct tcb *ready_first(void)
{
    int32_t priority = ready_highest();
    return priority < 0 ? NULL : kernel.ready[kernel.domain].head[priority];
}

/*@ requires kernel.domain < NUM_DOMAINS && ready_sound(&kernel.ready[kernel.domain]);
    requires \forall integer p; 0 <= p < NUM_PRIORITIES && kernel.ready[kernel.domain].head[p] != \null ==>
      ready_leads(kernel.ready[kernel.domain].head[p], p);
    assigns ready_best->in_ready, ready_best->schedule_next->schedule_prev,
      ready_best->schedule_prev->schedule_next, kernel.ready[kernel.domain];
    ensures none: \result == \null ==>
      \forall integer p; 0 <= p < NUM_PRIORITIES ==> \old(kernel.ready[kernel.domain].head[p]) == \null;
    ensures best: \result != \null ==> \result == \old(ready_best) && !\result->in_ready &&
      \forall integer q; \result->priority < q < NUM_PRIORITIES ==>
        \old(kernel.ready[kernel.domain].head[q]) == \null;
    ensures sound: ready_sound(&kernel.ready[kernel.domain]);
    ensures alone: \result != \null && \old(ready_best->schedule_next) == \result ==>
      kernel.ready[kernel.domain].head[\result->priority] == \null;
    ensures second: \result != \null && \old(ready_best->schedule_next) != \result ==>
      kernel.ready[kernel.domain].head[\result->priority] == \old(ready_best->schedule_next);
    ensures links: \result != \null && \old(ready_best->schedule_next) != \result ==>
      ready_linked(\old(ready_best->schedule_prev), \old(ready_best->schedule_next));
    ensures others: \forall integer p; 0 <= p < NUM_PRIORITIES && (\result != \null ==> p != \result->priority) ==>
      kernel.ready[kernel.domain].head[p] == \old(kernel.ready[kernel.domain].head[p]); */
struct tcb *ready_take_first(void)
{
    struct tcb *t = ready_first();

    if (t) {
        ready_remove(t);
    }
    return t;
}
