/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of Thread capabilities: dispatch, and the small ones (TCB-15 to TCB-21).
 */
#include "thread/invoke.h"

#include "arch.h"
#include "ipc/notification.h"
#include "sched/scheduler.h"
#include "state.h"
#include "syscall/invocation.h"
#include "thread/decode.h"

static outcome_t thread_bind_notification(const struct invocation *request, struct tcb *t)
{
    if (!request->extra[0]) {
        return error_truncated();
    }
    struct cap cap = request->extra[0]->cap;
    if (t->bound_notification || !cap_is(cap, CAP_NOTIFICATION) || !cap_allows(cap, RIGHT_READ)) {
        return error_illegal_operation();
    }
    struct notification *n = notification_at(cap.object);
    if (n->queue.head || n->bound_tcb) {
        return error_illegal_operation();
    }
    invocation_commit();
    notification_bind(n, t);
    return DONE;
}

static outcome_t thread_unbind_notification(struct tcb *t)
{
    if (!t->bound_notification) {
        return error_illegal_operation();
    }
    invocation_commit();
    notification_unbind(t->bound_notification);
    return DONE;
}

static outcome_t thread_set_tls_base(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1) {
        return error_truncated();
    }
    word_t base = invocation_arg(request, 0);
    invocation_commit();
    t->context.reg[REG_TLS] = base;
    if (t == kernel.cur) {
        scheduler_resched();
    }
    return DONE;
}

static outcome_t thread_set_flags(const struct invocation *request, struct tcb *t)
{
    if (request->length < 2) {
        return error_truncated();
    }
    word_t clear = invocation_arg(request, 0);
    word_t set = invocation_arg(request, 1) & TCB_FLAGS_KNOWN;
    invocation_commit();
    t->flags = (uint8_t)((t->flags & ~clear) | set);
    arch_thread_flags_changed(t);
    return invocation_result(request, t->flags);
}

static outcome_t thread_invoke_suspend(struct tcb *t)
{
    invocation_commit();
    thread_suspend(t);
    return DONE;
}

static outcome_t thread_invoke_resume(struct tcb *t)
{
    invocation_commit();
    thread_resume(t);
    return DONE;
}

/* What is done when threads are set up. */
COLD APART static outcome_t thread_invoke_rare(const struct invocation *request, struct tcb *t)
{
    switch (request->label) {
    case TCBReadRegisters:
        return thread_read_registers(request, t);
    case TCBWriteRegisters:
        return thread_write_registers(request, t);
    case TCBCopyRegisters:
        return thread_copy_registers(request, t);
    case TCBConfigure:
        return thread_configure(request, t);
    case TCBSetMCPriority:
        return thread_invoke_set_mcp(request, t);
    case TCBSetSchedParams:
        return thread_set_sched_params(request, t);
    case TCBSetTimeoutEndpoint:
        return thread_set_timeout_endpoint(request, t);
    case TCBSetIPCBuffer:
        return thread_set_ipc_buffer(request, t);
    case TCBSetSpace:
        return thread_set_space(request, t);
    case TCBBindNotification:
        return thread_bind_notification(request, t);
    case TCBUnbindNotification:
        return thread_unbind_notification(t);
    case TCBSetTLSBase:
        return thread_set_tls_base(request, t);
    case TCBSetFlags:
        return thread_set_flags(request, t);
    default:
        return arch_thread_invoke(request, t);
    }
}

outcome_t thread_invoke(const struct invocation *request)
{
    struct tcb *t = tcb_at(request->cap.object);

    switch (request->label) {
    case TCBSetPriority:
        return thread_invoke_set_priority(request, t);
    case TCBSuspend:
        return thread_invoke_suspend(t);
    case TCBResume:
        return thread_invoke_resume(t);
    default:
        return thread_invoke_rare(request, t);
    }
}
