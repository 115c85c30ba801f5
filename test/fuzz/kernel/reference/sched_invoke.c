/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocations of scheduling contexts, SchedControl and Domain (SCI-1 to SCI-31, YLD-5 to YLD-8, DOM-1 to DOM-9). */
#include "rules.h"

#include "sched/time.h"

static void configure(struct wsc *s, ticks_t budget, ticks_t period, uint32_t capacity)
{
    const struct wthread *t = thread_of(s->thread);

    if (budget == period) {
        refill_set(s, 2, budget, 0);
    } else if (s->capacity > 0 && t && runnable(t)) {
        refill_change(s, period, budget, capacity);
    } else {
        refill_set(s, capacity, budget, period);
    }
}

struct verdict invoke_sched_control(const struct request *r)
{
    if (r->label != SchedControlConfigureFlags) {
        return verdict_illegal();
    }
    if (!r->extra[0] || r->length < 5) {
        return verdict_truncated();
    }
    word_t budget_us = request_arg(r, 0);
    word_t period_us = request_arg(r, 1);
    if (budget_us > MAX_PERIOD_US || period_us > MAX_PERIOD_US || budget_us < MIN_BUDGET_US ||
        period_us < MIN_BUDGET_US) {
        return verdict_range(MIN_BUDGET_US, MAX_PERIOD_US);
    }
    if (budget_us > period_us) {
        return verdict_range(MIN_BUDGET_US, period_us);
    }
    struct cap cap = cap_in(r->extra[0]);
    if (cap.kind != CAP_SCHED_CONTEXT) {
        return verdict_capability(1);
    }
    word_t room = ((UINT64_C(1) << cap.size) - SC_HEADER_BYTES) / REFILL_BYTES - 2u;
    word_t extra = request_arg(r, 2);
    if (extra > room) {
        return verdict_range(0, room);
    }
    commit();
    struct wsc *s = sc_of(cap.object);
    struct wthread *t = thread_of(s->thread);
    if (t) {
        release_leave(t);
        ready_leave(t);
        if (s->name == w.cur_sc) {
            commit_time();
        }
    }
    configure(s, ticks_from_us(budget_us), ticks_from_us(period_us), (uint32_t)extra + 2u);
    if (t) {
        sc_let_run(s);
        if (t->name == w.cur) {
            resched();
        } else if (runnable(t)) {
            offer(t);
        }
    }
    s->badge = request_arg(r, 3);
    s->sporadic = (request_arg(r, 4) & seL4_SchedContext_Sporadic) != 0;
    return verdict_ok();
}

static struct verdict bind_object(struct cap cap, struct wsc *s)
{
    if (cap.kind == CAP_THREAD) {
        struct wthread *t = thread_of(cap.object);
        if (s->thread || t->sc || (blocked(t) && !released(s))) {
            return verdict_illegal();
        }
        commit();
        bind(s, t);
        return verdict_ok();
    }
    if (cap.kind == CAP_NOTIFICATION) {
        struct wnotification *n = notification_of(cap.object);
        if (s->notification || n->sc) {
            return verdict_illegal();
        }
        commit();
        s->notification = n->name;
        n->sc = s->name;
        return verdict_ok();
    }
    return verdict_capability(1);
}

static struct verdict unbind_object(struct cap cap, struct wsc *s)
{
    if (cap.kind == CAP_THREAD) {
        if (s->thread != cap.object || cap.object == w.cur) {
            return verdict_illegal();
        }
        commit();
        unbind_thread(s);
        return verdict_ok();
    }
    if (cap.kind == CAP_NOTIFICATION) {
        if (s->notification != cap.object) {
            return verdict_illegal();
        }
        commit();
        unbind_from_notification(s);
        return verdict_ok();
    }
    return verdict_capability(1);
}

static struct verdict unbind_all(struct wsc *s)
{
    if (s->thread == w.cur) {
        return verdict_illegal();
    }
    commit();
    if (s->thread) {
        unbind_thread(s);
    }
    if (s->notification) {
        unbind_from_notification(s);
    }
    cut_stack(s);
    return verdict_ok();
}

/* YLD-7 */
static struct verdict yield_to(const struct request *r, struct wsc *s)
{
    struct wthread *cur = thread_of(w.cur);
    struct wthread *t = thread_of(s->thread);

    if (!t || t == cur || t->priority > cur->mcp || cur->yield_to) {
        return verdict_illegal();
    }
    commit();
    complete_yield(s);
    sc_let_run(s);
    if (!schedulable(t)) {
        return answer(r, take_consumed(s));
    }
    ready_leave(t);
    if (t->priority < cur->priority) {
        ready_head(t);
        return answer(r, take_consumed(s));
    }
    cur->yield_to = s->name;
    s->yield_from = cur->name;
    set_state(cur, RUNNING);
    ready_head(cur);
    ready_head(t);
    resched();
    return verdict_ok();
}

struct verdict invoke_sched_context(const struct request *r)
{
    struct wsc *s = sc_of(r->cap.object);

    switch (r->label) {
    case SchedContextConsumed:
        commit();
        return answer(r, take_consumed(s));
    case SchedContextBind:
        return r->extra[0] ? bind_object(cap_in(r->extra[0]), s) : verdict_truncated();
    case SchedContextUnbindObject:
        return r->extra[0] ? unbind_object(cap_in(r->extra[0]), s) : verdict_truncated();
    case SchedContextUnbind:
        return unbind_all(s);
    case SchedContextYieldTo:
        return yield_to(r, s);
    default:
        return verdict_illegal();
    }
}

static struct verdict domain_set(const struct request *r)
{
    if (r->length < 1) {
        return verdict_truncated();
    }
    word_t domain = request_arg(r, 0);
    if (domain >= NUM_DOMAINS) {
        return verdict_argument(0);
    }
    if (!r->extra[0]) {
        return verdict_truncated();
    }
    struct cap cap = cap_in(r->extra[0]);
    if (cap.kind != CAP_THREAD) {
        return verdict_argument(1);
    }
    struct wthread *t = thread_of(cap.object);
    commit();
    if (domain != w.domain && t->vcpu) {
        flush_guest(t->vcpu);
    }
    ready_leave(t);
    t->domain = (uint32_t)domain;
    if (schedulable(t)) {
        ready_head(t);
    }
    if (t->name == w.cur) {
        resched();
    }
    return verdict_ok();
}

static struct verdict domain_configure(const struct request *r)
{
    const word_t longest = (UINT64_C(1) << 56) - 1u;

    if (r->length < 3) {
        return verdict_truncated();
    }
    word_t index = request_arg(r, 0);
    word_t domain = request_arg(r, 1);
    word_t duration = request_arg(r, 2);
    if (index >= DOMAIN_SCHEDULE_LENGTH - 1) {
        return verdict_range(0, DOMAIN_SCHEDULE_LENGTH - 2);
    }
    if (domain >= NUM_DOMAINS) {
        return verdict_range(0, NUM_DOMAINS - 1);
    }
    if (duration > longest) {
        return verdict_argument(2);
    }
    if (duration == 0 && domain != 0) {
        return verdict_argument(1);
    }
    if (duration == 0 && index == w.domain_start) {
        return verdict_argument(2);
    }
    commit();
    w.schedule[index] = (struct wslot){(uint32_t)domain, duration};
    return verdict_ok();
}

struct verdict invoke_domain(const struct request *r)
{
    switch (r->label) {
    case DomainSetSet:
        return domain_set(r);
    case DomainScheduleConfigure:
        return domain_configure(r);
    case DomainScheduleSetStart: {
        if (r->length < 1) {
            return verdict_truncated();
        }
        word_t index = request_arg(r, 0);
        if (index >= DOMAIN_SCHEDULE_LENGTH) {
            return verdict_range(0, DOMAIN_SCHEDULE_LENGTH - 1);
        }
        if (w.schedule[index].domain == 0 && w.schedule[index].duration == 0) {
            return verdict_argument(0);
        }
        commit();
        w.domain_start = (uint32_t)index;
        w.domain_time = 0;
        w.domain_index = DOMAIN_SCHEDULE_LENGTH - 2;
        resched();
        return verdict_ok();
    }
    default:
        return verdict_illegal();
    }
}
