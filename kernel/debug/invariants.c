/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The invariants of threads, queues and scheduling contexts, in the order of the specification.
 */
#include "debug/invariants.h"

#include "debug_hooks.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/refill.h"
#include "sched/time.h"
#include "state.h"

#define INVARIANT(condition, text) \
    do {                           \
        if (!(condition)) {        \
            return text;           \
        }                          \
    } while (0)

static const char *invariant_links(const struct tcb *t)
{
    INVARIANT(!t->sc || t->sc->tcb == t, "INV-1: the scheduling context of a thread belongs to another one");
    INVARIANT(!t->bound_notification || t->bound_notification->bound_tcb == t,
              "INV-1: the bound notification of a thread is bound to another one");
    INVARIANT(!t->sc || !t->sc->notification || t->sc->notification->sc == t->sc,
              "INV-1: the notification of a scheduling context has another one");
    INVARIANT(!t->reply || (t->reply->tcb == t && (t->state == RECV_BLOCKED || t->state == REPLY_BLOCKED)),
              "INV-2: a thread and its reply object disagree");
    INVARIANT(t->state != REPLY_BLOCKED || t->reply, "INV-2: a waiting caller has no reply object");
    INVARIANT(!t->yield_to || t->yield_to->yield_from == t, "YLD-7: a thread yields to a context unknowingly");
    return NULL;
}

static const char *invariant_notification(const struct notification *n)
{
    INVARIANT(!n->active || !n->queue.head, "NTF-1: threads wait for an active notification");
    INVARIANT(!n->sc || n->sc->notification == n, "INV-1: the context of a notification belongs to another one");
    INVARIANT(!n->bound_tcb || n->bound_tcb->bound_notification == n,
              "INV-1: the thread of a notification is bound to another one");
    return NULL;
}

/* The notifications that t has to do with. */
static const char *invariant_notifications(const struct tcb *t)
{
    const char *text = t->bound_notification ? invariant_notification(t->bound_notification) : NULL;

    if (!text && t->state == NTFN_BLOCKED) {
        text = invariant_notification(t->wait_notification);
    }
    if (!text && t->sc && t->sc->notification) {
        text = invariant_notification(t->sc->notification);
    }
    return text;
}

static const char *invariant_call_stack(const struct sched_context *sc)
{
    const struct reply *newer = NULL;

    INVARIANT(!sc->top || sc->top->sc == sc, "INV-3: the top of a call stack belongs to another context");
    for (const struct reply *k = sc->top; k; k = k->older) {
        INVARIANT(k->tcb && k->tcb->state == REPLY_BLOCKED, "INV-3: an unused reply object is on a call stack");
        INVARIANT(k->newer == newer, "INV-3: the links of a call stack disagree");
        INVARIANT(k == sc->top || !k->sc, "INV-3: an inner element of a call stack has the head mark");
        newer = k;
    }
    return NULL;
}

static const char *invariant_queued(const struct tcb *t)
{
    bool waits = t->state == SEND_BLOCKED || t->state == RECV_BLOCKED || t->state == NTFN_BLOCKED;

    INVARIANT(!t->in_ready || !t->in_release, "INV-5: a thread is in the ready and the release queue");
    INVARIANT(!waits || !t->in_release, "INV-5: a waiting thread is in the release queue");
    INVARIANT(!t->in_ready || (thread_schedulable(t) && sc_ready(t->sc) && sc_sufficient(t->sc, 0)),
              "INV-4: a ready thread cannot run");
    INVARIANT(t->in_ready || t == kernel.cur || !thread_schedulable(t), "INV-4: a thread that can run is nowhere");
    INVARIANT(!t->in_release || (thread_runnable(t) && t->sc && sc_active(t->sc) && !sc_round_robin(t->sc)),
              "INV-5: a thread in the release queue does not wait for budget");
    INVARIANT(t->fault.kind == FAULT_NONE || t->state == REPLY_BLOCKED || t->state == SEND_BLOCKED ||
                  t->state == INACTIVE,
              "INV-10: a running thread has a pending fault");
    return NULL;
}

static const char *invariant_wait_queue(const struct wait_queue *queue, const struct tcb *member)
{
    const struct tcb *prev = NULL;
    bool found = false;

    for (const struct tcb *t = queue->head; t; t = t->wait_next) {
        INVARIANT(t->wait_prev == prev, "INV-8: the links of a wait queue disagree");
        INVARIANT(!prev || prev->priority >= t->priority, "INV-8: a wait queue is not sorted");
        INVARIANT(t->state == member->state, "INV-8: threads of one queue wait for different things");
        found = found || t == member;
        prev = t;
    }
    INVARIANT(queue->tail == prev, "INV-8: a wait queue has the wrong end");
    INVARIANT(found, "INV-8: a waiting thread is not in its queue");
    return NULL;
}

static const char *invariant_waiting(const struct tcb *t)
{
    switch (t->state) {
    case SEND_BLOCKED:
    case RECV_BLOCKED:
        return invariant_wait_queue(&t->wait_endpoint->queue, t);
    case NTFN_BLOCKED:
        return invariant_wait_queue(&t->wait_notification->queue, t);
    default:
        return NULL;
    }
}

static const char *invariant_refills(const struct sched_context *sc)
{
    uint32_t position = sc->head;
    ticks_t end = 0;

    INVARIANT(sc->count >= 1 && sc->count <= sc->capacity && sc->head < sc->capacity,
              "SC-5: a refill queue is out of bounds");
    INVARIANT(sc->refills[sc->head].amount >= min_budget() || sc_round_robin(sc),
              "INV-7: a head refill is too small");
    for (uint32_t i = 0; i < sc->count && !sc_round_robin(sc); i++) {
        INVARIANT(sc->refills[position].time >= end, "SC-5: refills overlap");
        end = sc->refills[position].time + sc->refills[position].amount;
        position = position + 1u == sc->capacity ? 0 : position + 1u;
    }
    return NULL;
}

static const char *invariant_thread(const struct tcb *t)
{
    const char *text = invariant_links(t);

    text = text ? text : invariant_notifications(t);
    text = text ? text : invariant_queued(t);
    text = text ? text : invariant_waiting(t);
    if (t->sc) {
        text = text ? text : invariant_call_stack(t->sc);
        text = text || !sc_active(t->sc) ? text : invariant_refills(t->sc);
    }
    return text;
}

static const char *invariant_ready_queue(const struct ready_queues *queues, uint32_t domain, uint32_t priority)
{
    const struct tcb *head = queues->head[priority];
    const struct tcb *t = head;
    bool marked = (queues->level2[priority / 64u] >> (priority % 64u) & 1u) != 0;

    INVARIANT(marked == (head != NULL), "OP-2: the bitmap and a ready queue disagree");
    while (t) {
        INVARIANT(t->in_ready && t->priority == priority && t->domain == domain,
                  "INV-4: a thread is in the wrong ready queue");
        INVARIANT(t->schedule_next->schedule_prev == t, "INV-4: the links of a ready queue disagree");
        t = t->schedule_next == head ? NULL : t->schedule_next;
    }
    return NULL;
}

static const char *invariant_ready_bitmap(const struct ready_queues *queues)
{
    for (uint32_t i = 0; i < NUM_PRIORITIES / 64u; i++) {
        INVARIANT((queues->level1 >> i & 1u) == (queues->level2[i] != 0), "OP-2: the two bitmap levels disagree");
    }
    INVARIANT(queues->level1 >> (NUM_PRIORITIES / 64u) == 0, "OP-2: a bitmap goes beyond the priorities");
    return NULL;
}

static const char *invariant_ready_queues(void)
{
    const char *text = NULL;

    for (uint32_t domain = 0; domain < NUM_DOMAINS && !text; domain++) {
        text = invariant_ready_bitmap(&kernel.ready[domain]);
        for (uint32_t priority = 0; priority < NUM_PRIORITIES && !text; priority++) {
            text = invariant_ready_queue(&kernel.ready[domain], domain, priority);
        }
    }
    return text;
}

static const char *invariant_release_queue(void)
{
    const struct tcb *prev = NULL;

    for (const struct tcb *t = kernel.release_head; t; t = t->schedule_next) {
        INVARIANT(t->in_release && t->schedule_prev == prev, "INV-5: the links of the release queue disagree");
        INVARIANT(!prev || refill_head(prev->sc)->time <= refill_head(t->sc)->time,
                  "INV-5: the release queue is not sorted");
        prev = t;
    }
    return NULL;
}

static const char *invariant_current(void)
{
    const struct tcb *cur = kernel.cur;

    INVARIANT(cur == kernel.idle || cur->state == RUNNING, "INV-9: the current thread cannot run");
    INVARIANT(!cur->yield_to, "INV-9: the current thread waits in a YieldTo");
    INVARIANT(kernel.cur_sc == cur->sc && kernel.cur_sc->tcb == cur, "INV-9: another scheduling context is charged");
    INVARIANT(cur == kernel.idle || cur->domain == kernel.domain, "INV-9: a thread of another domain runs");
    INVARIANT(cur == kernel.idle || (sc_ready(cur->sc) && sc_sufficient(cur->sc, 0)),
              "SCH-8: the current thread has no budget");
    INVARIANT(kernel.direct_domain != kernel.domain || cur == kernel.idle || !ready_above(cur->priority),
              "SCH-10: a thread above the current one is ready");
    INVARIANT(!cur->in_ready && !cur->in_release, "SCH-13: the current thread is queued");
    INVARIANT(kernel.decision == DECISION_KEEP && !kernel.rearm, "SCH-10: the scheduler has not finished");
    return NULL;
}

/* IRQ-1, IRQ-9: who is told of a line. */
static const char *invariant_lines(void)
{
    for (uint32_t irq = 0; irq < IRQ_COUNT; irq++) {
        const struct cap cap = kernel.irq_slot[irq].cap;
        INVARIANT(cap_is(cap, CAP_NULL) || cap_is(cap, CAP_NOTIFICATION), "IRQ-9: a line signals no notification");
        INVARIANT(cap_is(cap, CAP_NULL) || kernel.irq_state[irq] == IRQ_SIGNAL, "IRQ-9: a line of nobody signals");
    }
    return NULL;
}

const char *invariant_violated(void)
{
    const char *text = invariant_current();

    text = text ? text : invariant_lines();
    text = text ? text : invariant_ready_queues();
    text = text ? text : invariant_release_queue();
    for (const struct tcb *t = debug_first_thread(); t && !text; t = debug_next_thread(t)) {
        text = invariant_thread(t);
    }
    return text;
}
