/* SPDX-License-Identifier: BSD-2-Clause */
/* Scheduling contexts and their refills (SC-1 to SC-30, OP-6, OP-9 to OP-12). */
#include "rules.h"

#include "sched/time.h"

#include <string.h>

ticks_t minimum(void)
{
    return ticks_from_us(MIN_BUDGET_US);
}

bool ready(const struct wsc *s)
{
    return s->refill[0].time <= w.now;
}

bool sufficient(const struct wsc *s, ticks_t usage)
{
    return usage <= s->refill[0].amount && s->refill[0].amount - usage >= minimum();
}

bool released(const struct wsc *s)
{
    return s->capacity > 0 && ready(s);
}

static struct wrefill pop(struct wsc *s)
{
    struct wrefill r = s->refill[0];

    s->count--;
    memmove(s->refill, s->refill + 1, s->count * sizeof(r));
    return r;
}

static void append(struct wsc *s, struct wrefill r)
{
    if (s->count == REFILLS_MAX) {
        w.undefined = true;
        return;
    }
    s->refill[s->count] = r;
    s->count++;
}

/* SC-9 */
void refill_set(struct wsc *s, uint32_t capacity, ticks_t budget, ticks_t period)
{
    s->period = period;
    s->capacity = capacity;
    s->count = 0;
    append(s, (struct wrefill){w.now, budget});
    if (period == 0) {
        append(s, (struct wrefill){w.now, 0});
    }
}

/* SC-11 */
void refill_change(struct wsc *s, ticks_t period, ticks_t budget, uint32_t capacity)
{
    struct wrefill h = s->refill[0];

    s->period = period;
    s->capacity = capacity;
    s->count = 0;
    h.time = h.time <= w.now ? w.now : h.time;
    if (h.amount >= budget) {
        h.amount = budget;
        append(s, h);
    } else {
        append(s, h);
        append(s, (struct wrefill){h.time + period, budget - h.amount});
    }
}

/* SC-12 */
static void add(struct wsc *s, struct wrefill r)
{
    struct wrefill *tail = &s->refill[s->count - 1u];

    if (tail->time + tail->amount >= r.time) {
        tail->amount += r.amount;
    } else if (s->count < s->capacity) {
        append(s, r);
    } else {
        *tail = (struct wrefill){r.time - tail->amount, tail->amount + r.amount};
    }
}

/* SC-13 */
void charge(struct wsc *s, ticks_t usage)
{
    ticks_t horizon = UINT64_MAX - 5u * ticks_from_us(MAX_PERIOD_US);

    while (s->refill[0].amount <= usage && s->refill[0].time < horizon) {
        usage -= s->refill[0].amount;
        if (s->count == 1) {
            s->refill[0].time += s->period;
        } else {
            struct wrefill r = pop(s);
            r.time += s->period;
            add(s, r);
        }
    }
    if (usage > 0 && s->refill[0].time < horizon) {
        struct wrefill used = {s->refill[0].time + s->period, usage};
        s->refill[0].amount -= usage;
        s->refill[0].time += usage;
        add(s, used);
    }
    while (s->refill[0].amount < minimum() && s->count > 1) {
        struct wrefill r = pop(s);
        s->refill[0].amount += r.amount;
        s->refill[0].time -= r.amount;
    }
}

void charge_slice(struct wsc *s, ticks_t usage)
{
    s->refill[0].amount -= usage;
    s->refill[1].amount += usage;
}

void new_slice(struct wsc *s)
{
    s->refill[0].amount += s->refill[1].amount;
    s->refill[1].amount = 0;
}

/* SC-17 */
void replenish(struct wsc *s)
{
    if (s->period == 0 || !ready(s)) {
        return;
    }
    s->refill[0].time = w.now;
    w.rearm = true;
    while (s->count >= 2 && s->refill[1].time <= s->refill[0].time + s->refill[0].amount) {
        struct wrefill r = pop(s);
        s->refill[0] = (struct wrefill){r.time, r.amount + s->refill[0].amount};
    }
}

/* OP-9 */
void donate(struct wsc *s, struct wthread *t)
{
    struct wthread *from = thread_of(s->thread);

    if (from) {
        ready_leave(from);
        release_leave(from);
        from->sc = 0;
        if (from->name == w.cur || (w.decision == SWITCH && w.chosen == from->name)) {
            resched();
        }
    }
    s->thread = t->name;
    t->sc = s->name;
}

/* OP-10 */
void sc_let_run(struct wsc *s)
{
    struct wthread *t = s ? thread_of(s->thread) : NULL;

    if (t && schedulable(t) && !(ready(s) && sufficient(s, 0))) {
        postpone(s);
    }
}

/* OP-11 */
void wake(struct wsc *s)
{
    if (s && s->sporadic && s->capacity > 0 && s->name != w.cur_sc) {
        replenish(s);
    }
}

/* OP-6 */
void postpone(struct wsc *s)
{
    struct wthread *t = thread_of(s->thread);

    ready_leave(t);
    release_enter(t);
    w.rearm = true;
}

/* SCI-12 */
void bind(struct wsc *s, struct wthread *t)
{
    s->thread = t->name;
    t->sc = s->name;
    wake(s);
    sc_let_run(s);
    if (schedulable(t)) {
        ready_head(t);
        resched();
    }
}

/* OP-12 */
void unbind_thread(struct wsc *s)
{
    struct wthread *t = thread_of(s->thread);

    if (t->name == w.cur) {
        resched();
    }
    ready_leave(t);
    release_leave(t);
    t->sc = 0;
    s->thread = 0;
}

void unbind_from_notification(struct wsc *s)
{
    notification_of(s->notification)->sc = 0;
    s->notification = 0;
}

/* RPL-11 */
void cut_stack(struct wsc *s)
{
    if (s->top) {
        reply_of(s->top)->sc = 0;
        s->top = 0;
    }
}

/* YLD-8 */
void complete_yield(struct wsc *s)
{
    struct wthread *t = thread_of(s->yield_from);

    if (t) {
        s->yield_from = 0;
        t->yield_to = 0;
        t->reg[REG_MR0] = take_consumed(s);
        reply_to_call(t, 0, 1);
    }
}

/* SCI-22 */
word_t take_consumed(struct wsc *s)
{
    ticks_t consumed = s->consumed;

    s->consumed = 0;
    return us_from_ticks(consumed);
}

/* SCI-30 */
void destroy_sc(struct wsc *s)
{
    if (s->thread) {
        unbind_thread(s);
    }
    if (s->notification) {
        unbind_from_notification(s);
    }
    cut_stack(s);
    complete_yield(s);
    s->capacity = 0;
    s->sporadic = false;
}
