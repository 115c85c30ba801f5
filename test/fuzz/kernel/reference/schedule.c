/* SPDX-License-Identifier: BSD-2-Clause */
/* Queues of threads, the choice of the next one, and accounting (OP-2 to OP-8, SCH-10 to SCH-18, SC-20 to SC-30,
 * DOM-5, DOM-6). */
#include "rules.h"

#include "sched/time.h"

bool is_ready(const struct wthread *t)
{
    return queue_has(&w.ready, t->name);
}

bool is_released(const struct wthread *t)
{
    return queue_has(&w.released, t->name);
}

void ready_head(struct wthread *t)
{
    if (!is_ready(t)) {
        queue_insert(&w.ready, 0, t->name);
    }
}

void ready_tail(struct wthread *t)
{
    if (!is_ready(t)) {
        queue_append(&w.ready, t->name);
    }
}

void ready_leave(struct wthread *t)
{
    queue_remove(&w.ready, t->name);
}

void release_enter(struct wthread *t)
{
    ticks_t time = sc_of(t->sc)->refill[0].time;
    uint32_t at = 0;

    while (at < w.released.count && sc_of(thread_of(w.released.member[at])->sc)->refill[0].time <= time) {
        at++;
    }
    queue_insert(&w.released, at, t->name);
    w.rearm = w.rearm || at == 0;
}

void release_leave(struct wthread *t)
{
    w.rearm = w.rearm || (w.released.count > 0 && w.released.member[0] == t->name);
    queue_remove(&w.released, t->name);
}

/* OP-7 */
void resched(void)
{
    if (w.decision == SWITCH && schedulable(thread_of(w.chosen))) {
        ready_head(thread_of(w.chosen));
    }
    w.decision = PICK;
}

/* OP-8 */
void offer(struct wthread *t)
{
    if (!schedulable(t)) {
        return;
    }
    if (t->domain != w.domain) {
        ready_head(t);
    } else if (w.decision != KEEP) {
        resched();
        ready_head(t);
    } else {
        w.decision = SWITCH;
        w.chosen = t->name;
    }
}

/* The first of the threads with the highest priority in the current domain. */
static struct wthread *best(void)
{
    struct wthread *found = NULL;

    for (uint32_t i = 0; i < w.ready.count; i++) {
        struct wthread *t = thread_of(w.ready.member[i]);
        if (t->domain == w.domain && (!found || t->priority > found->priority)) {
            found = t;
        }
    }
    return found;
}

/* DOM-6 */
static void next_domain(void)
{
    uint32_t next = w.domain_index + 1u;

    flush_guest(0);
    if (w.schedule[next].domain == 0 && w.schedule[next].duration == 0) {
        next = w.domain_start;
    }
    w.rearm = true;
    w.domain_index = next;
    w.domain = w.schedule[next].domain;
    w.domain_time = w.schedule[next].duration;
}

static void pick(void)
{
    if (w.domain_time == 0) {
        next_domain();
    }
    struct wthread *t = best();
    if (t) {
        ready_leave(t);
    }
    w.cur = t ? t->name : w.idle;
}

/* SCH-10, the thread that was woken. */
static void choose(struct wthread *chosen, bool was_schedulable)
{
    const struct wthread *cur = thread_of(w.cur);
    const struct wthread *first = best();

    if (!schedulable(chosen)) {
        pick();
    } else if ((w.cur == w.idle || chosen->priority < cur->priority) && first && chosen->priority < first->priority) {
        ready_head(chosen);
        pick();
    } else if (was_schedulable && chosen->priority == cur->priority) {
        ready_tail(chosen);
        pick();
    } else {
        ready_leave(chosen);
        w.cur = chosen->name;
    }
}

static ticks_t min(ticks_t a, ticks_t b)
{
    return a < b ? a : b;
}

/* SC-27 */
static void program_deadline(void)
{
    ticks_t deadline = w.now + sc_of(w.cur_sc)->refill[0].amount;

    deadline = min(deadline, w.now + w.domain_time);
    if (w.released.count > 0) {
        deadline = min(deadline, sc_of(thread_of(w.released.member[0])->sc)->refill[0].time);
    }
    w.deadline = deadline;
}

static void settle(void)
{
    struct wsc *s = sc_of(thread_of(w.cur)->sc);

    if (w.cur_sc != s->name) {
        w.rearm = true;
        if (!s->sporadic) {
            replenish(s);
        }
    }
    if (w.rearm) {
        commit_time();
    }
    w.cur_sc = s->name;
    if (w.rearm) {
        program_deadline();
        w.rearm = false;
    }
}

void schedule_next(void)
{
    while (w.released.count > 0 && ready(sc_of(thread_of(w.released.member[0])->sc))) {
        struct wthread *t = thread_of(w.released.member[0]);
        release_leave(t);
        offer(t);
    }
    if (w.domain_time == 0) {
        w.rearm = true;
        resched();
    }
    if (w.decision != KEEP) {
        struct wthread *cur = thread_of(w.cur);
        bool was_schedulable = schedulable(cur);
        if (was_schedulable) {
            ready_head(cur);
        }
        if (w.decision == SWITCH) {
            choose(thread_of(w.chosen), was_schedulable);
        } else {
            pick();
        }
        w.decision = KEEP;
    }
    settle();
}

/* SC-20, DOM-5 */
void sample(ticks_t now)
{
    ticks_t elapsed = now - w.now;

    w.pending += elapsed;
    w.now = now;
    w.domain_time = elapsed + minimum() >= w.domain_time ? 0 : w.domain_time - elapsed;
}

/* SC-23 */
bool budget_ok(void)
{
    if (sufficient(sc_of(w.cur_sc), w.pending)) {
        return w.domain_time != 0;
    }
    charge_end(w.pending, true);
    return false;
}

/* SC-22 */
void commit_time(void)
{
    struct wsc *s = sc_of(w.cur_sc);

    if (s->capacity > 0 && s->name != w.idle_sc) {
        if (w.pending > 0 && s->period == 0) {
            charge_slice(s, w.pending);
        } else if (w.pending > 0) {
            charge(s, w.pending);
        }
        s->consumed += w.pending;
    }
    w.pending = 0;
}

/* SC-25, SC-26 */
void charge_end(ticks_t usage, bool may_fault)
{
    struct wsc *s = sc_of(w.cur_sc);
    struct wthread *cur = thread_of(w.cur);

    if (s->name != w.idle_sc) {
        if (s->period == 0) {
            new_slice(s);
        } else {
            charge(s, usage);
        }
        s->consumed += usage;
    }
    w.pending = 0;
    if (!schedulable(cur)) {
        return;
    }
    if (may_fault && s->period != 0 && has_timeout_handler(cur)) {
        raise_timeout(cur, s->badge);
    } else if (ready(s) && sufficient(s, 0)) {
        ready_tail(cur);
    } else {
        postpone(s);
    }
    resched();
    w.rearm = true;
}
