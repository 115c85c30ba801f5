/* SPDX-License-Identifier: BSD-2-Clause */
/* What a thread of the host port has of a processor: the registers of the system-call interface. */
#pragma once

#include "types.h"

enum {
    REG_CAP = 0,
    REG_BADGE = 0,
    REG_INFO = 1,
    REG_MR0 = 2,
    REG_REPLY = 6,
    REG_SYSCALL = 7,
    REG_DEST = 8,
    REG_FAULT_IP = 9,
    REG_SP = 10,
    REG_STATUS = 11,
    REG_TLS = 12,
    REG_NEXT_IP = 13,
    REG_TLS_RO = 14,
    REG_TOTAL = 15,
};

struct user_context {
    word_t reg[REG_TOTAL];
};

/* As in arch/aarch64: what a switch writes into the base register, and in which epoch that was right. */
struct arch_space {
    uint64_t root;
    uint64_t epoch;
};

/* tcb.arch_extras */
enum { EXTRA_FPU = 1, EXTRA_VCPU = 2, EXTRA_DEBUG = 4 };

struct vcpu;

struct arch_tcb {
    struct vcpu *vcpu;
    struct tcb *next_thread; /* list of all threads, for the invariant checker */
    struct tcb *prev_thread;
};
