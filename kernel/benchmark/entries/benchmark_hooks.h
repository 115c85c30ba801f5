/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A log of kernel entries in memory of user level (BEN-4). The other directories of benchmark/ have the same interface.
 */
#pragma once

#include "arch/aarch64/cycles.h"
#include "ipc/fault.h"
#include "thread/tcb.h"

static inline void benchmark_boot(void)
{
    cycles_init();
}

static inline void benchmark_switch(struct tcb *from, struct tcb *to)
{
    (void)from;
    (void)to;
}

/* The kernel was entered, by a system call of CUR unless one of the functions below says otherwise; and is about to be
 * left: the entry is logged. */
void benchmark_entry(void);
void benchmark_exit(void);

/* What the entry is: a fault of CUR, an interrupt, or a system call that no short path has taken. */
void benchmark_fault(enum fault_kind kind, word_t word0, word_t word1);
void benchmark_interrupt(word_t irq);
void benchmark_general_path(void);

/* The last capability to a frame is going: if it holds the log, there is none any more. */
void benchmark_frame_destroyed(paddr_t frame);

bool benchmark_syscall(int64_t number);

static inline bool utilisation_syscall(int64_t number)
{
    (void)number;
    return false;
}

/* SetLogBuffer, ResetLog and FinalizeLog (DBG-3); the first two return an error number. */
word_t benchmark_set_log_buffer(const struct tcb *cur);
word_t benchmark_reset_log(void);
void benchmark_finalise_log(struct tcb *cur);
