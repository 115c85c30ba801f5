/* SPDX-License-Identifier: BSD-2-Clause */
/* Call, reply + receive and send, between two address spaces. The server of the calls is passive. */
#include "operations.h"
#include "worker.h"

#include <framework/objects.h>


static seL4_CPtr endpoint, reply;

/* Client and server with messages of `length` words, as functions of their own so that each has its own
 * marks. */
#define CALLS(length)                                                                                       \
    static void client_##length(struct worker *self)                                                        \
    {                                                                                                       \
        (void)self;                                                                                         \
        for (unsigned i = 0; i < ROUNDS; i++) {                                                             \
            struct registers r = system_call(seL4_SysCall, endpoint, MESSAGE(0, 0, length), 0);             \
                                                                                                            \
            marked_trap(&r, MARK_NOTHING, START(call_##length), STOP(reply_recv_##length));                 \
        }                                                                                                   \
    }                                                                                                       \
                                                                                                            \
    static void server_##length(struct worker *self)                                                        \
    {                                                                                                       \
        struct registers r = system_call(seL4_SysNBSendRecv, endpoint, 0, reply);                           \
                                                                                                            \
        (void)self;                                                                                         \
        r.x[SECOND] = worker_ready();                                                                       \
        marked_trap(&r, MARK_NOTHING, MARK_NOTHING, STOP(call_##length));                                   \
        for (;;) {                                                                                          \
            r = system_call(seL4_SysReplyRecv, endpoint, MESSAGE(0, 0, length), reply);                     \
            marked_trap(&r, MARK_NOTHING, START(reply_recv_##length), STOP(call_##length));                 \
        }                                                                                                   \
    }                                                                                                       \
                                                                                                            \
    static void measure_calls_##length(seL4_CPtr vspace)                                                    \
    {                                                                                                       \
        endpoint = endpoint_new();                                                                          \
        reply = reply_new();                                                                                \
        passive_worker_start(worker_new(LOW, vspace, 0, server_##length));                                  \
        worker_start(worker_new(LOW, ROOT_VSPACE, 0, client_##length));                                     \
        wait_for_workers();                                                                                 \
    }

CALLS(0)
CALLS(10)

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

void measure_send(void)
{
    endpoint = endpoint_new();
    reply = reply_new();
    worker_start(worker_new(HIGH, second_space(), 0, receiver));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, sender));
    wait_for_workers();
}
