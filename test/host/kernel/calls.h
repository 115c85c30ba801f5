/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What fuzz programs do: system calls of the thread that runs, its exceptions, time and interrupts. The host port acts
 * as that thread (calls.c); in QEMU the thread itself calls these functions (test/fuzz/kernel_target).
 */
#pragma once

#include "abi.h"
#include "types.h"

/* Slots of the root CNode (radix 12, guard so that slot numbers are CPtrs). */
enum {
    SLOT_TCB = 1,
    SLOT_CNODE = 2,
    SLOT_VSPACE = 3,
    SLOT_IRQ_CONTROL = 4,
    SLOT_ASID_CONTROL = 5,
    SLOT_ASID_POOL = 6,
    SLOT_DOMAIN = 11,
    SLOT_SC = 14,
    SLOT_SCHED_CONTROL = 16,
    SLOT_UNTYPED = 17,
    SLOT_DEVICE = 18, /* untyped memory that the kernel does not see */
    SLOT_FREE = 32, /* first slot for the tests */
};

enum { ROOT_RADIX = 12 };

struct message {
    word_t label;
    word_t length;
    word_t word[16];
    word_t caps;
    word_t cap[3];
};

/* What CUR sees after its system call, if it is still (or again) CUR; else what its registers hold. */
struct answer {
    word_t badge;
    word_t label;
    word_t length;
    word_t word[4];
};

/* The calls act as CUR and return what that thread's registers hold afterwards. */
struct answer system_call(word_t cptr, struct message message);
struct answer system_send(int64_t number, word_t cptr, struct message message);
struct answer system_receive(int64_t number, word_t cptr, word_t reply);
struct answer system_reply_receive(word_t endpoint, word_t reply, struct message message);
void system_yield(void);

/* A combined send and receive: m, of which the label, lengths and no contents count, goes to dest. */
struct answer system_send_receive(int64_t number, word_t dest, struct message m, word_t source, word_t reply);

/* CUR asks for capabilities of messages to be put there. */
void system_receive_slot(word_t cnode, word_t index, word_t depth);

/* Does no thread run? */
bool system_is_idle(void);

/* Time passes; interrupts that become due are taken. */
void system_advance_us(word_t us);
void system_raise_irq(word_t irq);

/* An interrupt that is gone by the time the kernel looks: it just learns the time. */
void system_interrupt(void);

/* From now on, at the points-th preemption point (from 1 on), an interrupt line is raised that has been masked until
 * then: line HOST_PREEMPT_IRQ, which no handler serves. */
void system_preempt_after(uint32_t points);

/* Interrupts from these lines, one bit each, are no longer masked. */
void system_unmask_irqs(uint32_t lines);

/* CUR executes what is no instruction, touches memory that is not there, or, as a guest, is caught by the kernel. */
void system_user_exception(uint32_t number);
void system_page_fault(vaddr_t address);
void system_guest_exception(uint32_t syndrome);

/* CUR, if it is a guest, takes or ends an interrupt or writes its registers, as shape says; its timer (timer) or the
 * interrupt controller's maintenance line wants attention. */
void system_guest_acts(uint8_t shape);
void system_guest_irq(bool timer);
