/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread's priorities, scheduling context and handlers (TCB-8, TCB-10, TCB-11).
 */
#include "sched/sched_context.h"
#include "state.h"
#include "syscall/invocation.h"
#include "thread/decode.h"

/* SCH-2: checks a priority or MCP against the authority of X0. */
static inline outcome_t parameters_check_limit(const struct slot *authority, word_t value)
{
    if (!cap_is(authority->cap, CAP_THREAD)) {
        return error_invalid_capability(1);
    }
    word_t limit = tcb_at(authority->cap.object)->mcp;
    return value > limit ? error_range(0, limit) : DONE;
}

inline outcome_t thread_invoke_set_priority(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1 || !request->extra[0]) {
        return error_truncated();
    }
    word_t priority = invocation_arg(request, 0);
    if (parameters_check_limit(request->extra[0], priority) != DONE) {
        return FAILED;
    }
    invocation_commit();
    thread_set_priority(t, (uint8_t)priority);
    return DONE;
}

outcome_t thread_invoke_set_mcp(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1 || !request->extra[0]) {
        return error_truncated();
    }
    word_t mcp = invocation_arg(request, 0);
    if (parameters_check_limit(request->extra[0], mcp) != DONE) {
        return FAILED;
    }
    invocation_commit();
    t->mcp = (uint8_t)mcp;
    return DONE;
}

/* TCB-11.4 */
static outcome_t parameters_check_sc(struct cap cap, const struct tcb *t)
{
    if (cap_is(cap, CAP_NULL)) {
        return t == kernel.cur ? error_illegal_operation() : DONE;
    }
    if (!cap_is(cap, CAP_SCHED_CONTEXT)) {
        return error_invalid_capability(2);
    }
    const struct sched_context *sc = sched_context_at(cap.object);
    if (t->sc != sc && (t->sc || sc->tcb)) {
        return error_illegal_operation();
    }
    return thread_blocked(t) && !sc_released(sc) ? error_illegal_operation() : DONE;
}

static void parameters_set_sc(struct cap cap, struct tcb *t)
{
    if (cap_is(cap, CAP_NULL)) {
        if (t->sc) {
            sc_unbind_tcb(t->sc);
        }
    } else if (!t->sc) {
        sc_bind(sched_context_at(cap.object), t);
    }
}

outcome_t thread_set_sched_params(const struct invocation *request, struct tcb *t)
{
    struct slot *authority = request->extra[0];
    struct slot *sc = request->extra[1];
    struct slot *handler = request->extra[2];

    if (request->length < 2 || !authority || !sc || !handler) {
        return error_truncated();
    }
    word_t mcp = invocation_arg(request, 0);
    word_t priority = invocation_arg(request, 1);
    if (parameters_check_limit(authority, mcp) != DONE || parameters_check_limit(authority, priority) != DONE ||
        parameters_check_sc(sc->cap, t) != DONE) {
        return FAILED;
    }
    if (!thread_valid_handler(handler->cap)) {
        return error_invalid_capability(3);
    }
    struct cap sc_cap = sc->cap;
    invocation_commit();
    if (thread_install(request, TCB_FAULT_HANDLER, handler->cap, handler) == PREEMPTED) {
        return PREEMPTED;
    }
    t->mcp = (uint8_t)mcp;
    thread_set_priority(t, (uint8_t)priority);
    parameters_set_sc(sc_cap, t);
    return DONE;
}

outcome_t thread_set_timeout_endpoint(const struct invocation *request, struct tcb *t)
{
    struct slot *handler = request->extra[0];

    (void)t;
    if (!handler) {
        return error_truncated();
    }
    if (!thread_valid_handler(handler->cap)) {
        return error_invalid_capability(1);
    }
    invocation_commit();
    return thread_install(request, TCB_TIMEOUT_HANDLER, handler->cap, handler);
}
