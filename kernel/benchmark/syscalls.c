/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls of benchmark builds, whatever else they do (DBG-3, BEN-1, BEN-5). */
#include "abi.h"
#include "arch/aarch64/cycles.h"
#include "benchmark_hooks.h"
#include "state.h"

/* BEN-5, DBG-3: all caches, or of the first level just what x1 says. */
static void benchmark_flush(const struct tcb *cur)
{
    word_t which = cur->context.reg[REG_CAP] == 0 ? CACHE_ALL_LEVELS : cur->context.reg[REG_INFO];

    caches_flush(which);
}

bool benchmark_syscall(int64_t number)
{
    struct tcb *cur = kernel.cur;

    switch (number) {
    case seL4_SysBenchmarkFlushCaches:
        benchmark_flush(cur);
        return true;
    case seL4_SysBenchmarkResetLog:
        cur->context.reg[REG_CAP] = benchmark_reset_log();
        return true;
    case seL4_SysBenchmarkFinalizeLog:
        benchmark_finalise_log(cur);
        return true;
    case seL4_SysBenchmarkSetLogBuffer:
        cur->context.reg[REG_CAP] = benchmark_set_log_buffer(cur);
        return true;
    case seL4_SysBenchmarkNullSyscall:
        return true;
    default:
        return utilisation_syscall(number);
    }
}
