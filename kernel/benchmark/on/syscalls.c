/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls about the counters of threads (DBG-3, BEN-2). */
#include "abi.h"
#include "benchmark/on/utilisation.h"
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

bool utilisation_syscall(int64_t number)
{
    switch (number) {
    case seL4_SysBenchmarkGetThreadUtilisation:
        benchmark_get_utilisation(kernel.cur);
        return true;
    case seL4_SysBenchmarkResetThreadUtilisation:
        benchmark_reset_utilisation(kernel.cur);
        return true;
    default:
        return utilisation_debug_syscall(number);
    }
}
