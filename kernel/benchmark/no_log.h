/* SPDX-License-Identifier: BSD-2-Clause */
/* Hooks of builds without a log of kernel entries; benchmark/entries has the same interface. */
#pragma once

#include "abi.h"
#include "ipc/fault.h"
#include "thread/tcb.h"

/* What the entry is: a fault of CUR, an interrupt, or a system call that no short path has taken. */
static inline void benchmark_fault(enum fault_kind kind, word_t word0, word_t word1)
{
    (void)kind;
    (void)word0;
    (void)word1;
}

static inline void benchmark_interrupt(word_t irq)
{
    (void)irq;
}

static inline void benchmark_general_path(void)
{
}

/* The last capability to a frame is going. */
static inline void benchmark_frame_destroyed(paddr_t frame)
{
    (void)frame;
}

/* BEN-4: there is no log whose buffer could be set. */
static inline word_t benchmark_set_log_buffer(const struct tcb *cur)
{
    (void)cur;
    return seL4_IllegalOperation;
}
