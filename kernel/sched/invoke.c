/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of scheduling contexts (SCI-10 to SCI-31, YLD-5 to YLD-8).
 */
#include "sched/invoke.h"

#include "ipc/notification.h"
#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "state.h"
#include "syscall/invocation.h"

static outcome_t sched_context_bind_tcb(struct sched_context *sc, struct tcb *t)
{
    if (sc->tcb || t->sc || (thread_blocked(t) && !sc_released(sc))) {
        return error_illegal_operation();
    }
    invocation_commit();
    sc_bind(sc, t);
    return DONE;
}

static outcome_t sched_context_bind_notification(struct sched_context *sc, struct notification *n)
{
    if (sc->notification || n->sc) {
        return error_illegal_operation();
    }
    invocation_commit();
    sc->notification = n;
    n->sc = sc;
    return DONE;
}

static outcome_t sched_context_bind(const struct invocation *request, struct sched_context *sc)
{
    if (!request->extra[0]) {
        return error_truncated();
    }
    struct cap cap = request->extra[0]->cap;
    switch (cap.kind) {
    case CAP_THREAD:
        return sched_context_bind_tcb(sc, tcb_at(cap.object));
    case CAP_NOTIFICATION:
        return sched_context_bind_notification(sc, notification_at(cap.object));
    default:
        return error_invalid_capability(1);
    }
}

static outcome_t sched_context_unbind(struct sched_context *sc)
{
    if (sc->tcb == kernel.cur) {
        return error_illegal_operation();
    }
    invocation_commit();
    if (sc->tcb) {
        sc_unbind_tcb(sc);
    }
    if (sc->notification) {
        sc_unbind_notification(sc);
    }
    sc_cut_stack(sc);
    return DONE;
}

static outcome_t sched_context_unbind_from_tcb(struct sched_context *sc, const struct tcb *t)
{
    if (sc->tcb != t || t == kernel.cur) {
        return error_illegal_operation();
    }
    invocation_commit();
    sc_unbind_tcb(sc);
    return DONE;
}

static outcome_t sched_context_unbind_object(const struct invocation *request, struct sched_context *sc)
{
    if (!request->extra[0]) {
        return error_truncated();
    }
    struct cap cap = request->extra[0]->cap;
    switch (cap.kind) {
    case CAP_THREAD:
        return sched_context_unbind_from_tcb(sc, tcb_at(cap.object));
    case CAP_NOTIFICATION:
        if (sc->notification != notification_at(cap.object)) {
            return error_illegal_operation();
        }
        invocation_commit();
        sc_unbind_notification(sc);
        return DONE;
    default:
        return error_invalid_capability(1);
    }
}

/* YLD-7 */
static outcome_t sched_context_yield_to(const struct invocation *request, struct sched_context *sc)
{
    struct tcb *cur = kernel.cur;
    struct tcb *t = sc->tcb;

    if (!t || t == cur || t->priority > cur->mcp || cur->yield_to) {
        return error_illegal_operation();
    }
    invocation_commit();
    sc_complete_yield(sc);
    sc_resume(sc);
    if (!thread_schedulable(t)) {
        return invocation_result(request, sc_take_consumed(sc));
    }
    ready_remove(t);
    if (t->priority < cur->priority) {
        ready_insert_head(t);
        return invocation_result(request, sc_take_consumed(sc));
    }
    /* The reply is produced when CUR runs again. */
    cur->yield_to = sc;
    sc->yield_from = cur;
    thread_set_state(cur, RUNNING);
    ready_insert_head(cur);
    ready_insert_head(t);
    scheduler_resched();
    return DONE;
}

outcome_t sched_context_invoke(const struct invocation *request)
{
    struct sched_context *sc = sched_context_at(request->cap.object);

    switch (request->label) {
    case SchedContextConsumed:
        invocation_commit();
        return invocation_result(request, sc_take_consumed(sc));
    case SchedContextBind:
        return sched_context_bind(request, sc);
    case SchedContextUnbind:
        return sched_context_unbind(sc);
    case SchedContextUnbindObject:
        return sched_context_unbind_object(request, sc);
    case SchedContextYieldTo:
        return sched_context_yield_to(request, sc);
    default:
        return error_illegal_operation();
    }
}
