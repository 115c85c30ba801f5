/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints: synchronous message passing (IPC-1 to IPC-29).
 *
 * An endpoint is its queue. Idle means empty; otherwise the state of the first thread tells whether senders or
 * receivers wait, since all threads of a queue wait for the same thing (INV-8).
 */
#pragma once

#include "cspace/cap.h"
#include "ipc/wait_queue.h"

struct reply;

struct endpoint {
    struct wait_queue queue;
};

_Static_assert(sizeof(struct endpoint) == 16, "endpoint size is part of the ABI");

struct send_options {
    word_t badge;
    bool grant;
    bool grant_reply;
    bool blocking;
    bool is_call;
    bool may_donate;
};

/* IPC-2 to IPC-5: t is CUR or a thread with a pending fault. */
void endpoint_send(struct endpoint *ep, struct send_options options, struct tcb *t);

/* IPC-11, IPC-12: CUR receives; reply may be null. The capability checks have been made. */
void endpoint_receive(struct endpoint *ep, struct reply *reply, bool blocking);

/* IPC-26: the final capability is gone; every waiting thread restarts. */
void endpoint_destroy(struct endpoint *ep);

/* CNO-9: the senders that used this badge restart. badge != 0. */
COLD void endpoint_cancel_badged(struct endpoint *ep, word_t badge);

/* Removes t, which is blocked on it, from the queue. */
void endpoint_dequeue(struct tcb *t);
