/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host port: the kernel inside a Linux process, for tests, fuzzers and sanitizers.
 *
 * It has no user code. Address spaces and VCPUs are those of the EL2 kernel (spaces.c), on a simulated processor.
 */
#include "abi.h"
#include "arch.h"
#include "arch/aarch64/vspace.h"
#include "error.h"
#include "host_machine.h"
#include "state.h"
#include "syscall/invocation.h"

#include <el_vcpu.h>

struct host_machine host_machine;

void arch_thread_create(struct tcb *t)
{
    (void)t;
}

void arch_thread_destroy(struct tcb *t)
{
    el_vcpu_thread_destroyed(t);
}

void arch_switch_fully(struct tcb *t)
{
    vspace_activate(t);
    el_vcpu_switch_to(t);
}

/* REG-4: only guests have modes. */
word_t arch_sanitise_register(const struct tcb *t, uint32_t reg, word_t value)
{
    return reg != REG_STATUS || t->arch.vcpu ? value : value & 0xf0000000u;
}

outcome_t arch_thread_invoke(const struct invocation *request, struct tcb *t)
{
    (void)request;
    (void)t;
    return error_illegal_operation();
}

bool arch_debug_reply(struct tcb *t, word_t instructions)
{
    (void)t;
    (void)instructions;
    return true;
}

void arch_thread_flags_changed(struct tcb *t)
{
    (void)t;
}

void arch_thread_leaves_domain(struct tcb *t)
{
    el_vcpu_thread_leaves_domain(t);
}

void arch_leave_domain(void)
{
    el_vcpu_leave_domain();
}

static const uint8_t user_context_list[] = {REG_FAULT_IP, REG_SP,      REG_STATUS,  REG_CAP,    REG_INFO,
                                            REG_MR0,      REG_MR0 + 1, REG_MR0 + 2, REG_MR0 + 3, REG_REPLY,
                                            REG_SYSCALL,  REG_DEST,    REG_TLS};
static const uint8_t unknown_syscall_list[] = {REG_CAP,     REG_INFO,    REG_MR0,   REG_MR0 + 1,  REG_MR0 + 2,
                                               REG_MR0 + 3, REG_REPLY,   REG_DEST,  REG_FAULT_IP, REG_SP};
static const uint8_t user_exception_list[] = {REG_FAULT_IP, REG_SP, REG_STATUS};

enum { HOST_FRAME_REGISTERS = 3, HOST_TIMEOUT_REGISTERS = 12 };

struct register_list arch_register_list(enum register_list_kind kind)
{
    switch (kind) {
    case LIST_UNKNOWN_SYSCALL:
        return (struct register_list){unknown_syscall_list, sizeof(unknown_syscall_list)};
    case LIST_USER_EXCEPTION:
        return (struct register_list){user_exception_list, sizeof(user_exception_list)};
    case LIST_TIMEOUT_REPLY:
        return (struct register_list){user_context_list, HOST_TIMEOUT_REGISTERS};
    default:
        return (struct register_list){user_context_list, sizeof(user_context_list)};
    }
}

word_t arch_unknown_syscall_words(const struct tcb *from, struct tcb *to, word_t *buffer)
{
    for (uint32_t i = 0; i < sizeof(unknown_syscall_list); i++) {
        (void)message_put(to, buffer, i, from->context.reg[unknown_syscall_list[i]]);
    }
    return sizeof(unknown_syscall_list);
}

uint32_t arch_frame_registers(void)
{
    return HOST_FRAME_REGISTERS;
}

outcome_t arch_irq_control_invoke(const struct invocation *request)
{
    (void)request;
    return error_illegal_operation();
}

ticks_t arch_timer_now(void)
{
    return host_machine.now;
}

void arch_timer_set_deadline(ticks_t deadline)
{
    host_machine.deadline = deadline;
}

void arch_timer_acknowledge(void)
{
    host_machine.deadline = UINT64_MAX;
}

static uint32_t host_irq_lines(void)
{
    uint32_t timer = host_machine.deadline <= host_machine.now ? 1u << HOST_TIMER_IRQ : 0u;
    return (host_machine.irq_raised | timer) & host_machine.irq_enabled;
}

bool host_irq_deliverable(void)
{
    return host_irq_lines() != 0;
}

/* Only preemption points ask. */
bool arch_irq_pending(void)
{
    if (host_machine.interrupt_at > 0) {
        host_machine.interrupt_at--;
        host_machine.irq_raised |= host_machine.interrupt_at == 0 ? UINT32_C(1) << HOST_PREEMPT_IRQ : 0;
        host_machine.irq_enabled |= host_machine.irq_raised & UINT32_C(1) << HOST_PREEMPT_IRQ;
    }
    host_machine.preempted = host_machine.preempted || host_irq_deliverable();
    return host_irq_deliverable();
}

void arch_irq_mask(word_t irq)
{
    host_machine.irq_enabled &= ~(1u << irq);
}

void arch_irq_unmask(word_t irq)
{
    host_machine.irq_enabled |= 1u << irq;
}

word_t arch_irq_take(void)
{
    uint32_t lines = host_irq_lines();
    return lines ? (word_t)__builtin_ctz(lines) : IRQ_NONE;
}

void arch_irq_end(word_t irq)
{
    host_machine.irq_raised &= ~(1u << irq);
}

void arch_irq_set_trigger(word_t irq, bool edge)
{
    (void)irq;
    (void)edge;
}

void arch_irq_reserved(word_t irq)
{
    el_vcpu_reserved_irq(irq);
}
