/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an architecture owes to the rest of the kernel.
 *
 * Headers that a port provides on its include path (constants and inline functions for hot paths):
 *   arch_memory.h    PHYSICAL_WINDOW
 *   arch_context.h   struct user_context { word_t reg[]; }, struct arch_tcb, and the indices REG_CAP, REG_BADGE,
 *                    REG_INFO, REG_MR0 (four in a row), REG_REPLY, REG_DEST, REG_SYSCALL, REG_FAULT_IP,
 *                    REG_NEXT_IP, REG_TLS; REG_FAULT_IP is restartPC and REG_NEXT_IP nextPC (GEN-9)
 *   arch_time.h      see sched/time.h
 *   arch_irq.h       IRQ_COUNT
 *   arch_switch.h    SCH-12: arch_switch_fully(t) makes t's address space, VCPU and FPU state the processor's;
 *                    arch_switch_simply(from, t) may do so where those of from are now; false: it has done
 *                    nothing. struct arch_space in arch_context.h and the TCB's arch_extras are for their use
 *   arch_clear.h     CLEAR_BLOCK_BYTES, a power of two, and arch_clear_block(), which zeroes as much, in the end
 *                    for observers that do not look into the caches too (UNT-13)
 *
 * Functions are listed by subject below. None of them fails unless it returns an outcome.
 */
#pragma once

#include "cspace/slot.h"
#include "thread/tcb.h"
#include "types.h"

struct invocation;

/* --- Threads -------------------------------------------------------------------------------------------- */

/* UNT-12, REG-6: registers and FPU state of a new TCB in zeroed memory. */
void arch_thread_create(struct tcb *t);

/* DEL-4.4: dissociates a VCPU and gives up the FPU. */
COLD void arch_thread_destroy(struct tcb *t);

/* TCB-20 and others that change registers of t: TCB-12, REG-4 sanitised value for register index reg. */
word_t arch_sanitise_register(const struct tcb *t, uint32_t reg, word_t value);

/* Labels of Thread capabilities beyond the generic ones. */
COLD outcome_t arch_thread_invoke(const struct invocation *request, struct tcb *t);

/* FLT-14: a debug exception of t was answered; instructions: word 0 of the answer, 1 if missing. False:
 * t is not to be restarted. */
COLD bool arch_debug_reply(struct tcb *t, word_t instructions);

/* FPU-5: t->flags changed. */
COLD void arch_thread_flags_changed(struct tcb *t);

/* DOM-4: t is about to leave the current domain. */
COLD void arch_thread_leaves_domain(struct tcb *t);

/* DOM-6: the processor's FPU and VCPU state goes to memory. */
COLD void arch_leave_domain(void);

/* --- Register lists of the ABI (REG-1, FLT-6, FLT-7, FLT-9) ----------------------------------------------- */

struct register_list {
    const uint8_t *reg; /* indices into user_context.reg */
    uint32_t count;
};

enum register_list_kind {
    LIST_USER_CONTEXT,     /* all N, frame registers first */
    LIST_UNKNOWN_SYSCALL,  /* without the trailing number */
    LIST_USER_EXCEPTION,   /* without number and code */
    LIST_TIMEOUT_REPLY,
};

struct register_list arch_register_list(enum register_list_kind kind);
/* Writes the LIST_UNKNOWN_SYSCALL registers of from as the first words of a message to `to`, whose buffer this is, and
 * returns how many they are: more than MESSAGE_REGISTERS. */
word_t arch_unknown_syscall_words(const struct tcb *from, struct tcb *to, word_t *buffer);
/* How many of the LIST_USER_CONTEXT registers are frame registers. */
uint32_t arch_frame_registers(void);

/* --- Capabilities and objects of the architecture -------------------------------------------------------- */

/* VSP-3: is this a root with an ASID? */
bool arch_vspace_valid(struct cap cap);

/* Size of an architecture object in bits; 0: no such type. */
uint32_t arch_object_bits(word_t type);
bool arch_object_is_frame(word_t type);

/* UNT-12: the first capability to an object of this type, with object address 0. Zeros of arch_clear_block() have
 * reached memory (UNT-13). */
struct cap arch_object_template(word_t type, bool device);

/* UNT-12: makes of memory that is zeroed, unless it is a device's, the object that cap names. */
void arch_object_create(struct cap cap);

/* DEL-2 for FRAME, PAGE_TABLE, VSPACE, ASID_POOL and VCPU. */
void arch_finalise(struct cap cap, bool final);

/* FRAME, PAGE_TABLE, VSPACE, ASID_CONTROL, ASID_POOL, VCPU, SMC, SGI_SIGNAL. */
outcome_t arch_invoke(const struct invocation *request);

/* IRQControl labels beyond the generic one. */
COLD outcome_t arch_irq_control_invoke(const struct invocation *request);

/* --- Time and interrupts --------------------------------------------------------------------------------- */

ticks_t arch_timer_now(void);
/* A deadline in the past fires at once. */
void arch_timer_set_deadline(ticks_t deadline);
void arch_timer_acknowledge(void);

/* The interrupt controller. irq < IRQ_COUNT, or a number that arch_irq_take() returned. */
bool arch_irq_pending(void);
void arch_irq_mask(word_t irq);
void arch_irq_unmask(word_t irq);
/* Takes the highest pending interrupt; IRQ_NONE (arch_irq.h) if there is none. Every taken one is ended. */
word_t arch_irq_take(void);
void arch_irq_end(word_t irq);
void arch_irq_set_trigger(word_t irq, bool edge);
/* IRQ-2, IRQ-11: a line in state RESERVED. */
void arch_irq_reserved(word_t irq);

/* --- Builds with debugging, benchmarking ------------------------------------------------------------------ */

/* System calls of debug and benchmark builds, handled before any accounting (DBG-1, BEN-1). False: the number
 * is not one of them. */
bool extra_syscall(int64_t number);
