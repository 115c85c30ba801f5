/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel entry: settle the time, handle one event, schedule (SYS-1 to SYS-6).
 */
#include "syscall/entry.h"

#include "arch.h"
#include "benchmark_hooks.h"
#include "debug_hooks.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "state.h"
#include "syscall/fastpath.h"
#include "syscall/invoke.h"
#include "syscall/receive.h"

static const struct send_mode MODE_SEND = {.blocking = true};
static const struct send_mode MODE_NB_SEND = {.blocking = false};
static const struct send_mode MODE_CALL = {.is_call = true, .blocking = true, .may_donate = true};
static const struct send_mode MODE_COMBINED = {.may_donate = true, .restricted = true};

/* SYS-2: false: CUR has no budget for what it asked; it will ask again. */
static bool entry_may_proceed(void)
{
    time_sample();
    if (time_budget_ok()) {
        return true;
    }
    if (thread_runnable(kernel.cur)) {
        thread_set_state(kernel.cur, RESTART);
    }
    return false;
}

static void entry_done(void)
{
    benchmark_exit();
    debug_entry_done();
}

/* schedule() has been called, or has nothing to do. */
static void entry_leave(void)
{
    activate();
    entry_done();
}

/* PRE-4: the unfinished operation unwound because something more urgent waits. */
COLD static void entry_preempted(void)
{
    time_after_preemption();
    irq_serve(arch_irq_take());
}

static void syscall_send(word_t cptr, struct send_mode mode)
{
    if (syscall_invoke(cptr, mode) == PREEMPTED) {
        entry_preempted();
    }
}

/* SYS-5: send to phase1, then receive on the capability register. */
static void syscall_send_receive(word_t phase1, bool with_reply)
{
    word_t source = kernel.cur->context.reg[REG_CAP];

    if (syscall_invoke(phase1, MODE_COMBINED) == PREEMPTED) {
        entry_preempted();
    } else {
        syscall_receive(source, true, with_reply);
    }
}

static void syscall_dispatch(int64_t number)
{
    const word_t *reg = kernel.cur->context.reg;

    if (number == seL4_SysCall) {
        syscall_send(reg[REG_CAP], MODE_CALL);
        return;
    }
    switch (number) {
    case seL4_SysReplyRecv:
        syscall_send_receive(reg[REG_REPLY], true);
        break;
    case seL4_SysNBSendRecv:
        syscall_send_receive(reg[REG_DEST], true);
        break;
    case seL4_SysNBSendWait:
        syscall_send_receive(reg[REG_REPLY], false);
        break;
    case seL4_SysSend:
        syscall_send(reg[REG_CAP], MODE_SEND);
        break;
    case seL4_SysNBSend:
        syscall_send(reg[REG_CAP], MODE_NB_SEND);
        break;
    case seL4_SysRecv:
        syscall_receive(reg[REG_CAP], true, true);
        break;
    case seL4_SysNBRecv:
        syscall_receive(reg[REG_CAP], false, true);
        break;
    case seL4_SysWait:
        syscall_receive(reg[REG_CAP], true, false);
        break;
    case seL4_SysNBWait:
        syscall_receive(reg[REG_CAP], false, false);
        break;
    case seL4_SysYield:
    default:
        time_yield();
        break;
    }
}

void handle_syscall(void)
{
    int64_t number = (int64_t)kernel.cur->context.reg[REG_SYSCALL];

    benchmark_entry();
    benchmark_general_path();
    if (kernel.cur->state != RUNNING) {
        entry_preempted(); /* on a short path, which has begun it */
    } else if (extra_syscall(number)) {
        benchmark_exit();
        return;
    } else if (number > seL4_SysCall || number < seL4_SysYield) {
        handle_fault(FAULT_UNKNOWN_SYSCALL, (word_t)number, 0, 0);
        return;
    } else if (entry_may_proceed()) {
        syscall_dispatch(number);
    }
    if (!scheduler_is_settled()) {
        schedule();
    }
    entry_leave();
}

APART static void entry_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2)
{
    if (entry_may_proceed()) {
        fault_raise(kernel.cur, (struct fault){.kind = kind, .word = {word0, word1, word2}});
    }
    schedule();
    entry_leave();
}

APART void handle_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2)
{
    benchmark_entry();
    benchmark_fault(kind, word0, word1);
    if (fastpath_fault(kind, word0, word1, word2)) {
        entry_done();
    } else {
        entry_fault(kind, word0, word1, word2);
    }
}

void handle_interrupt(void)
{
    benchmark_entry();
    word_t irq = arch_irq_take();
    benchmark_interrupt(irq);
    if (fastpath_interrupt(irq)) {
        entry_done();
        return;
    }
    time_sample();
    (void)time_budget_ok();
    irq_serve(irq);
    schedule();
    entry_leave();
}
