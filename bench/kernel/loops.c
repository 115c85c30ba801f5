/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event loop of a Microkit protection domain, which waits at an endpoint with a bound notification, and answers an
 * event with one NBSendRecv: the deferred signal or acknowledgement goes out and the next event is awaited. All within
 * one address space.
 */
#include "operations.h"
#include "worker.h"

#include <framework/objects.h>

static seL4_CPtr input, events, output, reply;

/* One turn of the loop: a signal to `to`, and the next event. */
static struct registers turn(seL4_CPtr to)
{
    struct registers r = system_call(seL4_SysNBSendRecv, input, 0, reply);

    r.x[SECOND] = to;
    return r;
}

static struct worker *loop_new(seL4_Word priority, void (*run)(struct worker *self))
{
    struct worker *worker = worker_new(priority, ROOT_VSPACE, 0, run);

    input = endpoint_new();
    events = notification_new();
    output = notification_new();
    reply = reply_new();
    check_eq(seL4_TCB_BindNotification(worker->tcb, events), seL4_NoError);
    return worker;
}

/* A client and a driver of higher priority, which at once signals back. */
static void client(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers signal = system_call(seL4_SysSend, events, 0, 0);
        struct registers poll = system_call(seL4_SysNBWait, output, 0, 0);
        struct registers again = signal;

        marked_trap(&signal, MARK_NOTHING, START(loop_round_trip), STOP(loop_round_trip));
        plain_trap(&poll);
        poll = system_call(seL4_SysNBWait, output, 0, 0);
        marked_trap(&again, MARK_NOTHING, MARK_NOTHING, STOP(loop_wait));
        plain_trap(&poll);
    }
}

static void driver(struct worker *self)
{
    struct registers first = system_call(seL4_SysRecv, input, 0, reply);

    (void)self;
    plain_trap(&first);
    for (;;) {
        struct registers r = turn(output);

        marked_trap(&r, MARK_NOTHING, START(loop_wait), MARK_NOTHING);
    }
}

void measure_loops(void)
{
    worker_start(loop_new(HIGH, driver));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, client));
    wait_for_workers();
}

/* The next event is there already. */
static void busy(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers signal = system_call(seL4_SysSend, events, 0, 0);
        struct registers r = turn(output);
        struct registers poll = system_call(seL4_SysNBWait, output, 0, 0);

        plain_trap(&signal);
        measured_trap(&r, loop_pending);
        plain_trap(&poll);
    }
}

void measure_busy_loop(void)
{
    worker_start(loop_new(LOW, busy));
    wait_for_workers();
}

/* A chain: a source of lower priority makes a driver run, which wakes a virtualiser between the two. */
static void source(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers signal = system_call(seL4_SysSend, events, 0, 0);

        plain_trap(&signal);
    }
}

static void chained_driver(struct worker *self)
{
    struct registers first = system_call(seL4_SysRecv, input, 0, reply);

    (void)self;
    plain_trap(&first);
    for (;;) {
        struct registers r = turn(output);

        marked_trap(&r, MARK_NOTHING, START(loop_wake), MARK_NOTHING);
    }
}

static void virtualiser(struct worker *self)
{
    (void)self;
    for (;;) {
        struct registers wait = system_call(seL4_SysWait, output, 0, 0);

        marked_trap(&wait, MARK_NOTHING, MARK_NOTHING, STOP(loop_wake));
    }
}

void measure_chained_loops(void)
{
    worker_start(loop_new(HIGH + 1, chained_driver));
    worker_start(worker_new(HIGH, ROOT_VSPACE, 0, virtualiser));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, source));
    wait_for_workers();
}
