/* SPDX-License-Identifier: BSD-2-Clause */
/* Yield of a round-robin thread (YLD-1, YLD-2): it goes on with a full budget, or the next of its priority runs. */
#include "syscall/fastpath_steps.h"

APART struct tcb *fastpath_yield(void)
{
    struct tcb *cur = kernel.cur;
    struct sched_context *sc = cur->sc;

    if (!sc_round_robin(sc) || !fastpath_account_is_good()) {
        return NULL;
    }
    sc->consumed += kernel.pending;
    kernel.pending = 0;
    refill_new_slice(sc);
    kernel.rearm = true;
    if (ready_highest() < (int32_t)cur->priority) {
        scheduler_settle_time(sc);
        return cur;
    }
    ready_insert_tail(cur);
    return fastpath_run_next(cur);
}
