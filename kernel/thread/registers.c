/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading, writing and copying a thread's registers (TCB-12 to TCB-14, REG-1 to REG-4).
 */
#include "arch.h"
#include "sched/scheduler.h"
#include "state.h"
#include "syscall/invocation.h"
#include "thread/decode.h"

enum { READ_SUSPEND = 1, WRITE_RESUME = 1, COPY_SUSPEND = 1, COPY_RESUME = 2, COPY_FRAME = 4, COPY_GENERAL = 8 };

/* The frame registers hold the PC: execution continues there. */
static void registers_continue_at_pc(struct tcb *t)
{
    t->context.reg[REG_NEXT_IP] = t->context.reg[REG_FAULT_IP];
}

outcome_t thread_read_registers(const struct invocation *request, struct tcb *t)
{
    struct register_list list = arch_register_list(LIST_USER_CONTEXT);

    if (request->length < 2) {
        return error_truncated();
    }
    word_t flags = invocation_arg(request, 0);
    word_t count = invocation_arg(request, 1);
    if (count < 1 || count > list.count) {
        return error_range(1, list.count);
    }
    if (t == kernel.cur) {
        return error_illegal_operation();
    }
    invocation_commit();
    if (flags & READ_SUSPEND) {
        thread_suspend(t);
    }
    if (request->is_call) {
        word_t *buffer = message_buffer(kernel.cur, true);
        word_t delivered = 0;
        for (uint32_t i = 0; i < count; i++) {
            delivered += message_put(kernel.cur, buffer, i, t->context.reg[list.reg[i]]);
        }
        message_reply(kernel.cur, 0, delivered);
    }
    thread_set_state(kernel.cur, RUNNING);
    return DONE;
}

outcome_t thread_write_registers(const struct invocation *request, struct tcb *t)
{
    struct register_list list = arch_register_list(LIST_USER_CONTEXT);

    if (request->length < 2) {
        return error_truncated();
    }
    word_t flags = invocation_arg(request, 0);
    word_t count = invocation_arg(request, 1);
    if (request->length - 2 < count) {
        return error_truncated();
    }
    if (t == kernel.cur) {
        return error_illegal_operation();
    }
    invocation_commit();
    for (uint32_t i = 0; i < list.count && i < count; i++) {
        t->context.reg[list.reg[i]] = arch_sanitise_register(t, list.reg[i], invocation_arg(request, i + 2));
    }
    registers_continue_at_pc(t);
    if (flags & WRITE_RESUME) {
        thread_resume(t);
    }
    return DONE;
}

static void registers_copy_range(const struct tcb *source, struct tcb *t, uint32_t from, uint32_t to)
{
    struct register_list list = arch_register_list(LIST_USER_CONTEXT);

    for (uint32_t i = from; i < to; i++) {
        t->context.reg[list.reg[i]] =
            arch_sanitise_register(t, list.reg[i], source->context.reg[list.reg[i]]);
    }
}

static void registers_copy(struct tcb *source, struct tcb *t, word_t flags)
{
    if (flags & COPY_SUSPEND) {
        thread_suspend(source);
    }
    if (flags & COPY_RESUME) {
        thread_resume(t);
    }
    if (flags & COPY_FRAME) {
        registers_copy_range(source, t, 0, arch_frame_registers());
        registers_continue_at_pc(t);
    }
    if (flags & COPY_GENERAL) {
        registers_copy_range(source, t, arch_frame_registers(), arch_register_list(LIST_USER_CONTEXT).count);
    }
    if (t == kernel.cur) {
        scheduler_resched();
    }
}

outcome_t thread_copy_registers(const struct invocation *request, struct tcb *t)
{
    if (request->length < 1 || !request->extra[0]) {
        return error_truncated();
    }
    struct cap source = request->extra[0]->cap;
    if (!cap_is(source, CAP_THREAD)) {
        return error_invalid_capability(1);
    }
    word_t flags = invocation_arg(request, 0);
    invocation_commit();
    registers_copy(tcb_at(source.object), t, flags);
    return DONE;
}
