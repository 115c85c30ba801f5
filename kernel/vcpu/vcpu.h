/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual CPUs: what a thread needs to run a guest operating system at EL1 (VCPU-1 to VCPU-23).
 *
 * Invariants:
 *   v->tcb == t iff t->arch.vcpu == v; such threads have EXTRA_VCPU;
 *   at most one VCPU is loaded: its registers are in the processor. It may be enabled (its guest runs, or the
 *   kernel was entered from it) or disabled (a native thread runs in between). While it is disabled, registers
 *   of the "switched" set are in memory, because the processor holds native values.
 */
#pragma once

#include "abi.h"
#include "thread/tcb.h"
#include "vcpu/vgic.h"

struct invocation;

struct vcpu {
    struct tcb *tcb;
    word_t reg[seL4_VCPUReg_Num];
    struct vgic vgic;
    word_t debug_control; /* MDSCR_EL1, of the "switched" set too, but not for user level to see */
    uint64_t disabled_at; /* physical count; 0: it has never run (VCPU-11) */
    bool timer_masked; /* the guest's timer interrupt has not been acknowledged (VCPU-12) */
};

_Static_assert(sizeof(struct vcpu) <= 1u << seL4_VCPUBits, "VCPU size is part of the ABI");

/* VCPU-2: turns zeroed memory into a VCPU. */
void vcpu_create(struct vcpu *v);

/* VCPU-20: the final capability is gone. */
COLD void vcpu_destroy(struct vcpu *v);

struct vcpu *vcpu_at(paddr_t address);

/* VCPU-4: each side loses what it was associated with before. */
COLD void vcpu_associate(struct vcpu *v, struct tcb *t);
COLD void vcpu_dissociate(struct vcpu *v);

/* VCPU-9: t runs next. */
void vcpu_switch_to(const struct tcb *t);

/* VCPU-10: the state of v goes to memory if it is loaded; null: whichever is loaded. */
COLD void vcpu_flush(const struct vcpu *v);

/* Is its guest the one that the processor runs? */
bool vcpu_is_enabled(const struct vcpu *v);
bool vcpu_is_loaded(const struct vcpu *v);

/* The enabled VCPU, or null. */
struct vcpu *vcpu_active(void);

/* VCPU-5: field < seL4_VCPUReg_Num. */
word_t vcpu_read(const struct vcpu *v, word_t field);
void vcpu_write(struct vcpu *v, word_t field, word_t value);

/* VCPU-3 to VCPU-8 */
COLD outcome_t vcpu_invoke(const struct invocation *request);

/* VCPU-12, VCPU-13: interrupt lines that belong to guests. */
COLD void vcpu_serve_timer(void);
COLD void vcpu_serve_maintenance(void);
