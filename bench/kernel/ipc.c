/* SPDX-License-Identifier: BSD-2-Clause */
/* Call, reply + receive, send, and receive from a queue, between two address spaces. */
#include "operations.h"
#include "worker.h"

#include <framework/objects.h>


static seL4_CPtr endpoint, reply;

/* Client and server with messages of `length` words, as functions of their own so that each has its own
 * marks. */
#define CALLS(name, length, server_start)                                                                   \
    static void client_##name(struct worker *self)                                                          \
    {                                                                                                       \
        (void)self;                                                                                         \
        for (unsigned i = 0; i < ROUNDS; i++) {                                                             \
            struct registers r = system_call(seL4_SysCall, endpoint, MESSAGE(0, 0, length), 0);             \
                                                                                                            \
            marked_trap(&r, MARK_NOTHING, START(call_##name), STOP(reply_recv_##name));                     \
        }                                                                                                   \
    }                                                                                                       \
                                                                                                            \
    static void server_##name(struct worker *self)                                                          \
    {                                                                                                       \
        struct registers r = system_call(seL4_SysNBSendRecv, endpoint, 0, reply);                           \
                                                                                                            \
        (void)self;                                                                                         \
        r.x[SECOND] = worker_ready();                                                                       \
        marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(call_##name));                                     \
        for (;;) {                                                                                          \
            r = system_call(seL4_SysReplyRecv, endpoint, MESSAGE(0, 0, length), reply);                     \
            marked_trap(&r, MARK_NOTHING, START(reply_recv_##name), STOP(call_##name));                     \
        }                                                                                                   \
    }                                                                                                       \
                                                                                                            \
    static void measure_calls_##name(seL4_CPtr vspace)                                                      \
    {                                                                                                       \
        endpoint = endpoint_new();                                                                          \
        reply = reply_new();                                                                                \
        server_start(worker_new(LOW, vspace, 0, server_##name));                                            \
        worker_start(worker_new(LOW, ROOT_VSPACE, 0, client_##name));                                       \
        wait_for_workers();                                                                                 \
    }

CALLS(0, 0, passive_worker_start)
CALLS(10, 10, passive_worker_start)
CALLS(active, 0, worker_start)

static void sender(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers r = system_call(seL4_SysSend, endpoint, 0, 0);

        marked_trap(&r, MARK_NOTHING, START(send_up), MARK_NOTHING);
    }
}

static void receiver(struct worker *self)
{
    (void)self;
    for (;;) {
        struct registers r = system_call(seL4_SysRecv, endpoint, 0, reply);

        marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(send_up));
    }
}

void measure_ipc(void)
{
    measure_calls_0(second_space());
}

void measure_long_ipc(void)
{
    measure_calls_10(second_space());
}

void measure_active_calls(void)
{
    measure_calls_active(second_space());
}

void measure_send(void)
{
    endpoint = endpoint_new();
    reply = reply_new();
    worker_start(worker_new(HIGH, second_space(), 0, receiver));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, sender));
    wait_for_workers();
}

/* A caller of higher priority is back at the endpoint before the server, which has time of its own, is. */
static void eager_caller(struct worker *self)
{
    (void)self;
    for (;;) {
        struct registers r = system_call(seL4_SysCall, endpoint, 0, 0);

        plain_trap(&r);
    }
}

static void busy_server(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers receive = system_call(seL4_SysRecv, endpoint, 0, reply);
        struct registers answer = system_call(seL4_SysSend, reply, 0, 0);

        measured_trap(&receive, recv_call);
        plain_trap(&answer);
    }
}

void measure_queued_calls(void)
{
    endpoint = endpoint_new();
    reply = reply_new();
    worker_start(worker_new(HIGH, second_space(), 0, eager_caller));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, busy_server));
    wait_for_workers();
}

/* A sender of the same priority sends while the receiver yields. */
static void eager_sender(struct worker *self)
{
    (void)self;
    for (;;) {
        struct registers r = system_call(seL4_SysSend, endpoint, 0, 0);

        plain_trap(&r);
    }
}

static void busy_receiver(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct registers receive = system_call(seL4_SysRecv, endpoint, 0, reply);
        struct registers yield = system_call(seL4_SysYield, 0, 0, 0);

        measured_trap(&receive, recv_send);
        plain_trap(&yield);
    }
}

void measure_queued_sends(void)
{
    endpoint = endpoint_new();
    reply = reply_new();
    worker_start(worker_new(LOW, second_space(), 0, eager_sender));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, busy_receiver));
    wait_for_workers();
}
