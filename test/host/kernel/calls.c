/* SPDX-License-Identifier: BSD-2-Clause */
/* Acts as the user code of the host port: every way into the kernel, each of which ends with a check of all invariants. */
#include "system.h"

#include "cspace/tree.h"
#include "debug/cspace_invariants.h"
#include "debug/invariants.h"
#include "host_machine.h"
#include "host_processor.h"
#include "ipc/message.h"
#include "sched/time.h"
#include "syscall/entry.h"
#include "syscall/fastpath.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool system_uses_fastpath = true;
void (*system_entry_begins)(enum event event, struct fault fault);
void (*system_entry_done)(void);

/* The linker puts these in front of the kernel's own functions. */
struct tcb *__real_fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                    word_t reply, int64_t number);
struct tcb *__wrap_fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                    word_t reply, int64_t number);

struct tcb *__wrap_fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                    word_t reply, int64_t number)
{
    return system_uses_fastpath ? __real_fastpath_syscall(cptr, info, mr0, mr1, mr2, mr3, reply, number) : NULL;
}

bool __real_fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2);
bool __wrap_fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2);
bool __real_fastpath_interrupt(word_t irq);
bool __wrap_fastpath_interrupt(word_t irq);

bool __wrap_fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2)
{
    return system_uses_fastpath && __real_fastpath_fault(kind, word0, word1, word2);
}

bool __wrap_fastpath_interrupt(word_t irq)
{
    return system_uses_fastpath && __real_fastpath_interrupt(irq);
}

/* Looking at all slots is slow: long random runs do it now and then, which still stops near the cause. */
static const char *cspace_violated(void)
{
    enum { ALWAYS = 2000, SOMETIMES = 16 };
    static uint32_t entries;
    const struct cap root = system_root_cnode();
    const char *text = NULL;

    entries++;
    if (entries > ALWAYS && entries % SOMETIMES != 0) {
        return NULL;
    }
    for (uint32_t i = 0; i < 1u << ROOT_RADIX && !text; i++) {
        const struct slot *slot = cnode_slot(root, i);
        text = cspace_slot_violated(slot);
        if (!text && !slot_is_empty(slot) && !slot_prev(slot)) {
            text = cspace_list_violated(slot);
        }
    }
    return text;
}

void system_check_invariants(void)
{
    const char *text = invariant_violated();

    text = text ? text : host_space_violated();
    text = text ? text : host_vcpu_violated();
    text = text ? text : cspace_violated();
    if (text) {
        fprintf(stderr, "%s\n", text);
        abort();
    }
    if (system_entry_done) {
        system_entry_done();
    }
    /* Back in user code. */
    host_processor.reg[HOST_tpidrro_el0] = kernel.cur->context.reg[REG_TLS_RO];
    host_tlb_use();
}

struct answer system_registers(const struct tcb *t)
{
    const word_t *reg = t->context.reg;
    struct answer answer = {
        .badge = reg[REG_BADGE],
        .label = message_label(reg[REG_INFO]),
        .length = reg[REG_INFO] & 127u,
    };

    memcpy(answer.word, &reg[REG_MR0], sizeof(answer.word));
    return answer;
}

static void put_message(struct message message)
{
    struct tcb *t = kernel.cur;
    word_t *buffer = message_buffer(t, true);

    for (word_t i = 0; i < message.length && i < 16; i++) {
        if (i < MESSAGE_REGISTERS) {
            t->context.reg[REG_MR0 + i] = message.word[i];
        } else if (buffer) {
            buffer[BUFFER_MESSAGE + i] = message.word[i];
        }
    }
    for (word_t i = 0; buffer && i < message.caps; i++) {
        buffer[BUFFER_CAPS + i] = message.cap[i];
    }
    t->context.reg[REG_INFO] = message_info(message.label, 0, message.caps, message.length);
}

/* What the entry code of an architecture does. */
static void enter_once(void)
{
    const word_t *reg = kernel.cur->context.reg;

    if (!fastpath_syscall(reg[REG_CAP], reg[REG_INFO], reg[REG_MR0], reg[REG_MR0 + 1], reg[REG_MR0 + 2],
                          reg[REG_MR0 + 3], reg[REG_REPLY], (int64_t)reg[REG_SYSCALL])) {
        handle_syscall();
    }
}

static void entry_begins(enum event event, struct fault fault)
{
    if (system_entry_begins) {
        system_entry_begins(event, fault);
    }
}

static void enter_by_syscall(void)
{
    entry_begins(EVENT_SYSCALL, (struct fault){.kind = FAULT_NONE});
    enter_once();
    system_check_invariants();
}

static void enter_by_interrupt(void)
{
    entry_begins(EVENT_INTERRUPT, (struct fault){.kind = FAULT_NONE});
    handle_interrupt();
    system_check_invariants();
}

/* Enters the kernel as CUR, which executes one system call instruction. */
static struct answer enter(int64_t number)
{
    struct tcb *t = kernel.cur;

    t->context.reg[REG_SYSCALL] = (word_t)number;
    t->context.reg[REG_FAULT_IP] = t->context.reg[REG_NEXT_IP];
    t->context.reg[REG_NEXT_IP] += 4;
    enter_by_syscall();
    /* A preempted call executes again at once if nothing else is to run. */
    for (uint32_t turn = 0; turn < 100000 && kernel.cur == t &&
                            t->context.reg[REG_NEXT_IP] == t->context.reg[REG_FAULT_IP];
         turn++) {
        t->context.reg[REG_NEXT_IP] += 4;
        enter_by_syscall();
    }
    return system_registers(t);
}

struct answer system_send(int64_t number, word_t cptr, struct message message)
{
    put_message(message);
    kernel.cur->context.reg[REG_CAP] = cptr;
    return enter(number);
}

struct answer system_call(word_t cptr, struct message message)
{
    return system_send(seL4_SysCall, cptr, message);
}

struct answer system_receive(int64_t number, word_t cptr, word_t reply)
{
    kernel.cur->context.reg[REG_CAP] = cptr;
    kernel.cur->context.reg[REG_REPLY] = reply;
    return enter(number);
}

struct answer system_reply_receive(word_t endpoint, word_t reply, struct message message)
{
    put_message(message);
    return system_receive(seL4_SysReplyRecv, endpoint, reply);
}

struct answer system_send_receive(int64_t number, word_t dest, struct message m, word_t source, word_t reply)
{
    kernel.cur->context.reg[REG_DEST] = dest;
    kernel.cur->context.reg[REG_INFO] = message_info(m.label, 0, m.caps, m.length);
    return system_receive(number, source, reply);
}

void system_receive_slot(word_t cnode, word_t index, word_t depth)
{
    word_t *buffer = message_buffer(kernel.cur, true);

    if (buffer) {
        buffer[BUFFER_RECEIVE_CNODE] = cnode;
        buffer[BUFFER_RECEIVE_INDEX] = index;
        buffer[BUFFER_RECEIVE_DEPTH] = depth;
    }
}

bool system_is_idle(void)
{
    return kernel.cur == kernel.idle;
}

void system_yield(void)
{
    (void)enter(seL4_SysYield);
}

static void take_interrupts(void)
{
    while (host_irq_deliverable()) {
        enter_by_interrupt();
    }
}

void system_advance_us(word_t us)
{
    ticks_t end = host_machine.now + ticks_from_us(us);

    while (host_machine.deadline <= end) {
        host_machine.now = host_machine.deadline > host_machine.now ? host_machine.deadline : host_machine.now;
        take_interrupts();
    }
    host_machine.now = end;
}

void system_interrupt(void)
{
    enter_by_interrupt();
}

void system_preempt_after(uint32_t points)
{
    host_machine.interrupt_at = points;
}

void system_raise_irq(word_t irq)
{
    host_machine.irq_raised |= 1u << irq;
    take_interrupts();
}

void system_unmask_irqs(uint32_t lines)
{
    host_machine.irq_enabled |= lines;
}

void system_fault(struct fault fault)
{
    entry_begins(EVENT_FAULT, fault);
    handle_fault(fault.kind, fault.word[0], fault.word[1], fault.word[2]);
    system_check_invariants();
}

void system_user_exception(uint32_t number)
{
    system_fault((struct fault){.kind = FAULT_USER_EXCEPTION, .word = {number, 1, 0}});
}

void system_page_fault(vaddr_t address)
{
    system_fault((struct fault){.kind = FAULT_VM, .word = {address, true, 1}});
}

void system_guest_exception(uint32_t syndrome)
{
    system_fault((struct fault){.kind = FAULT_VCPU, .word = {syndrome}});
}
