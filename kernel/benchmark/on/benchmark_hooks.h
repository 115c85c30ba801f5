/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounting of thread switches and kernel entries. benchmark/off and benchmark/generic have the same interface
 * without effect.
 */
#pragma once

#include "benchmark/no_log.h"
#include "thread/tcb.h"

/* Starts the cycle counter. */
void benchmark_boot(void);

/* The kernel was entered, before anything else is done; and is about to be left. */
void benchmark_entry(void);
void benchmark_exit(void);

/* BEN-3 */
void benchmark_switch(struct tcb *from, struct tcb *to);

/* Serves the system calls of benchmark builds (DBG-3, BEN-1); false: the number is none of them. */
bool benchmark_syscall(int64_t number);

/* Serves those of them that only builds with accounting have. */
bool utilisation_syscall(int64_t number);

/* BEN-2: ResetLog and FinalizeLog. */
void utilisation_start(void);
void utilisation_stop(void);

static inline word_t benchmark_reset_log(void)
{
    utilisation_start();
    return seL4_NoError;
}

static inline void benchmark_finalise_log(struct tcb *cur)
{
    (void)cur;
    utilisation_stop();
}
