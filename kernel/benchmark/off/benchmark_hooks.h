/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounting of thread switches and kernel entries: none, in builds without benchmarks. benchmark/on has the
 * same interface.
 */
#pragma once

#include "benchmark/no_log.h"
#include "thread/tcb.h"

/* The kernel was entered, before anything else is done. */
static inline void benchmark_entry(void)
{
}

/* BEN-3 */
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
}

static inline bool benchmark_syscall(int64_t number)
{
    (void)number;
    return false;
}
