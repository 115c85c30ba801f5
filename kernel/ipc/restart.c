/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Restarting threads whose wait has ended without a message (IPC-27, NTF-12).
 */
#include "ipc/restart.h"

#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "thread/tcb.h"

void restart_waiter(struct tcb *t)
{
    if (t->fault.kind != FAULT_NONE) {
        /* The message is the fault, which cannot be sent again (IPC-27). */
        thread_set_state(t, INACTIVE);
        return;
    }
    thread_set_state(t, RESTART);
    sc_wake(t->sc);
    scheduler_offer(t);
}
