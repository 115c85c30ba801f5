/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking up the invoked capability and its arguments, and dispatching to the object (SYS-7 to SYS-11).
 */
#include "syscall/invoke.h"

#include "arch.h"
#include "cspace/cnode.h"
#include "cspace/lookup.h"
#include "debug_hooks.h"
#include "ipc/endpoint.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "irq/irq.h"
#include "memory/untyped.h"
#include "sched/domain.h"
#include "sched/invoke.h"
#include "state.h"
#include "syscall/invocation.h"
#include "thread/invoke.h"

outcome_t invocation_result(const struct invocation *request, word_t value)
{
    if (request->is_call) {
        kernel.cur->context.reg[REG_MR0] = value;
        message_reply(kernel.cur, 0, 1);
    }
    thread_set_state(kernel.cur, RUNNING);
    return DONE;
}

APART static outcome_t invoke_endpoint(const struct invocation *request, struct send_mode mode)
{
    struct cap cap = request->cap;
    struct send_options options = {
        .badge = cap.data,
        .grant = cap_allows(cap, RIGHT_GRANT),
        .grant_reply = cap_allows(cap, RIGHT_GRANT_REPLY),
        .blocking = mode.blocking,
        .is_call = mode.is_call,
        .may_donate = mode.may_donate,
    };

    if (!cap_allows(cap, RIGHT_WRITE)) {
        return error_invalid_capability(0);
    }
    invocation_commit();
    endpoint_send(endpoint_at(cap.object), options, kernel.cur);
    return DONE;
}

APART static outcome_t invoke_notification(struct cap cap)
{
    if (!cap_allows(cap, RIGHT_WRITE)) {
        return error_invalid_capability(0);
    }
    invocation_commit();
    notification_signal(notification_at(cap.object), cap.data);
    return DONE;
}

APART static outcome_t invoke_reply(struct cap cap)
{
    invocation_commit();
    reply_send(reply_at(cap.object), kernel.cur, cap_allows(cap, RIGHT_GRANT));
    return DONE;
}

/* SYS-8, last row: the restricted phase refuses these. */
static bool invoke_needs_full_phase(enum cap_kind kind)
{
    return kind == CAP_CNODE || kind == CAP_THREAD || kind == CAP_DOMAIN || kind == CAP_SCHED_CONTROL ||
           kind == CAP_SCHED_CONTEXT;
}

COLD APART static outcome_t invoke_rare(const struct invocation *request)
{
    switch (request->cap.kind) {
    case CAP_SCHED_CONTEXT:
        return sched_context_invoke(request);
    case CAP_SCHED_CONTROL:
        return sched_control_invoke(request);
    case CAP_IRQ_CONTROL:
        return irq_control_invoke(request);
    case CAP_IRQ_HANDLER:
        return irq_handler_invoke(request);
    case CAP_DOMAIN:
        return domain_invoke(request);
    default:
        return error_invalid_capability(0); /* null and zombies */
    }
}

static outcome_t invoke_object(const struct invocation *request, struct send_mode mode)
{
    enum cap_kind kind = (enum cap_kind)request->cap.kind;

    if (mode.restricted && invoke_needs_full_phase(kind)) {
        return error_invalid_capability(0);
    }
    if (kind == CAP_CNODE) {
        return cnode_invoke(request);
    }
    if (kind == CAP_THREAD) {
        return thread_invoke(request);
    }
    if (kind >= CAP_ARCH_FIRST) {
        return arch_invoke(request);
    }
    switch (kind) {
    case CAP_UNTYPED:
        return untyped_invoke(request);
    case CAP_ENDPOINT:
        return invoke_endpoint(request, mode);
    case CAP_NOTIFICATION:
        return invoke_notification(request->cap);
    case CAP_REPLY:
        return invoke_reply(request->cap);
    default:
        return invoke_rare(request);
    }
}

/* SYS-7.1, SYS-7.3: a capability address that does not resolve. Blocking calls fault, others do nothing. */
COLD static outcome_t invoke_unresolved(word_t cptr, struct send_mode mode)
{
    if (mode.blocking) {
        fault_raise(kernel.cur, fault_cap(cptr, false));
    }
    return FAILED;
}

/* SYS-7.6: the arguments have been found. */
static outcome_t invoke_perform(const struct invocation *request, word_t cptr, struct send_mode mode)
{
    outcome_t outcome = invoke_object(request, mode);
    struct tcb *cur = kernel.cur;

    if (outcome == FAILED) {
        debug_invocation_failed(cur, cptr, request->cap, request->label);
        if (mode.is_call) {
            error_reply(cur);
        }
    }
    if (outcome == DONE) {
        invocation_done(cur, mode.is_call);
    }
    return outcome;
}

outcome_t syscall_invoke(word_t cptr, struct send_mode mode)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    word_t length = message_length(info);
    struct slot *slot = cspace_lookup(cur, cptr);

    if (!slot) {
        return invoke_unresolved(cptr, mode);
    }
    struct invocation request = {
        .label = message_label(info),
        .length = length,
        .slot = slot,
        .cap = slot->cap,
        .buffer = message_buffer(cur, false),
        .is_call = mode.is_call,
    };
    if (!request.buffer) {
        request.length = length < MESSAGE_REGISTERS ? length : MESSAGE_REGISTERS;
        return invoke_perform(&request, cptr, mode);
    }
    for (word_t i = 0; i < message_extra_caps(info); i++) {
        word_t extra = request.buffer[BUFFER_CAPS + i];
        request.extra[i] = cspace_lookup(cur, extra);
        if (!request.extra[i]) {
            return invoke_unresolved(extra, mode);
        }
    }
    return invoke_perform(&request, cptr, mode);
}
