/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls of benchmark builds (DBG-3, BEN-1, BEN-2, BEN-5). */
#include "abi.h"
#include "arch/aarch64/cycles.h"
#include "benchmark/utilisation.h"
#include "benchmark_hooks.h"
#include "cspace/lookup.h"
#include "ipc/message.h"
#include "state.h"

/* The thread whose capability the caller names, or null. */
static struct tcb *benchmark_thread(const struct tcb *cur)
{
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    return slot && cap_is(slot->cap, CAP_THREAD) ? tcb_at(slot->cap.object) : NULL;
}

static void benchmark_get_utilisation(const struct tcb *cur)
{
    const struct tcb *t = benchmark_thread(cur);
    word_t *buffer = message_buffer(cur, true);

    if (t && buffer) {
        utilisation_read(t, &buffer[BUFFER_MESSAGE]);
    }
}

static void benchmark_reset_utilisation(const struct tcb *cur)
{
    struct tcb *t = benchmark_thread(cur);

    if (t) {
        utilisation_reset_thread(t);
    }
}

bool benchmark_syscall(int64_t number)
{
    struct tcb *cur = kernel.cur;

    switch (number) {
    case seL4_SysBenchmarkFlushCaches:
        caches_flush();
        return true;
    case seL4_SysBenchmarkResetLog:
        utilisation_start();
        cur->context.reg[REG_CAP] = seL4_NoError;
        return true;
    case seL4_SysBenchmarkFinalizeLog:
        utilisation_stop();
        return true;
    case seL4_SysBenchmarkSetLogBuffer:
        cur->context.reg[REG_CAP] = seL4_IllegalOperation;
        return true;
    case seL4_SysBenchmarkNullSyscall:
        return true;
    case seL4_SysBenchmarkGetThreadUtilisation:
        benchmark_get_utilisation(cur);
        return true;
    case seL4_SysBenchmarkResetThreadUtilisation:
        benchmark_reset_utilisation(cur);
        return true;
    default:
        return false;
    }
}
