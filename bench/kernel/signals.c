/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications and the cheapest traps, all within one address space. */
#include "operations.h"
#include "worker.h"

#include <framework/objects.h>

static seL4_CPtr there, back;

static void signal_and_poll(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers signal = system_call(seL4_SysSend, there, 0, 0);
        struct registers full = system_call(seL4_SysNBWait, there, 0, 0);
        struct registers empty = full;

        measured_trap(&signal, signal_idle);
        measured_trap(&full, poll_pending);
        measured_trap(&empty, poll_empty);
    }
}

void measure_notifications(void)
{
    there = notification_new();
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, signal_and_poll));
    wait_for_workers();
}

static void client(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers signal = system_call(seL4_SysSend, there, 0, 0);
        struct registers poll = system_call(seL4_SysNBWait, back, 0, 0);

        marked_trap(&signal, START(signal_round_trip), START(signal_up), STOP(signal_round_trip));
        plain_trap(&poll);
    }
}

static void driver(struct worker *self)
{
    (void)self;
    for (;;) {
        struct registers wait = system_call(seL4_SysWait, there, 0, 0);
        struct registers signal = system_call(seL4_SysSend, back, 0, 0);

        marked_trap(&wait, MARK_NOTHING, MARK_NOTHING, STOP(signal_up));
        plain_trap(&signal);
    }
}

void measure_signals_up(void)
{
    there = notification_new();
    back = notification_new();
    worker_start(worker_new(HIGH, ROOT_VSPACE, 0, driver));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, client));
    wait_for_workers();
}

/* A driver without time of its own: the notification lends it some for each turn. */
static void client_of_passive(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers signal = system_call(seL4_SysSend, there, 0, 0);

        marked_trap(&signal, START(passive_round_trip), START(passive_up), STOP(passive_round_trip));
    }
}

static void passive_driver(struct worker *self)
{
    struct registers first = system_call(seL4_SysNBSendWait, there, 0, worker_ready());

    (void)self;
    plain_trap(&first);
    for (;;) {
        struct registers wait = system_call(seL4_SysWait, there, 0, 0);

        marked_trap(&wait, MARK_NOTHING, MARK_NOTHING, STOP(passive_up));
    }
}

void measure_signals_to_passive(void)
{
    struct worker *passive = worker_new(HIGH, ROOT_VSPACE, 0, passive_driver);

    there = notification_new();
    passive_worker_start(passive);
    check_eq(seL4_SchedContext_Bind(passive->sc, there), seL4_NoError);
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, client_of_passive));
    wait_for_workers();
}

static void trap_and_yield(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers null = system_call(seL4_SysNBSend, 0, 0, 0);
        struct registers yield = system_call(seL4_SysYield, 0, 0, 0);

        measured_trap(&null, null_call);
        measured_trap(&yield, yield);
    }
}

void measure_traps(void)
{
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, trap_and_yield));
    wait_for_workers();
}
