/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a thread has of the processor: registers, FPU state, and counters of the build variants.
 */
#pragma once

#include "registers.h"
#include "types.h"

#include <benchmark_tcb.h>
#include <debug_tcb.h>
#include <hardware_debug_tcb.h>

/* Roles of the registers in a system call (SYS-5). */
enum {
    REG_CAP = REG_X(0),
    REG_BADGE = REG_X(0),
    REG_INFO = REG_X(1),
    REG_MR0 = REG_X(2),
    REG_REPLY = REG_X(6),
    REG_SYSCALL = REG_X(7),
    REG_DEST = REG_X(8),
};

struct user_context {
    word_t reg[REG_TOTAL];
};

/* ENV-6: q0 to q31, FPSR and FPCR. fpu.S relies on the order. */
struct fpu_state {
    uint64_t vector[64];
    uint64_t status;
    uint64_t control;
} __attribute__((aligned(16)));

/* The value of the translation base register, valid while epoch is the one of translation.h. */
struct arch_space {
    uint64_t root;
    uint64_t epoch;
};

/* tcb.arch_extras: the thread owns the FPU, has a VCPU, has breakpoints or is stepped. */
enum { EXTRA_FPU = 1, EXTRA_VCPU = 2, EXTRA_DEBUG = 4 };

struct vcpu;

struct arch_tcb {
    struct fpu_state fpu; /* stale while the thread owns the FPU */
    struct vcpu *vcpu;    /* EL2 only; null: a native thread */
    struct debug_tcb debug;
    struct hardware_debug_tcb hardware_debug;
    struct benchmark_tcb benchmark;
};
