/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hooks of builds that have the benchmark calls and account for nothing: user level does the measuring.
 * benchmark/on has the same interface.
 */
#pragma once

#include "arch/aarch64/cycles.h"
#include "benchmark/no_log.h"
#include "thread/tcb.h"

static inline void benchmark_entry(void)
{
}

static inline void benchmark_switch(struct tcb *from, struct tcb *to)
{
    (void)from;
    (void)to;
}

static inline void benchmark_exit(void)
{
}

static inline void benchmark_boot(void)
{
    cycles_init();
}

bool benchmark_syscall(int64_t number);

static inline word_t benchmark_reset_log(void)
{
    return seL4_NoError;
}

static inline void benchmark_finalise_log(struct tcb *cur)
{
    (void)cur;
}

static inline bool utilisation_syscall(int64_t number)
{
    (void)number;
    return false;
}
