/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications: a word of flags and a queue of waiters (NTF-1 to NTF-17).
 *
 * Active iff `active`; Waiting iff the queue is non-empty; never both.
 */
#pragma once

#include "ipc/wait_queue.h"

struct sched_context;

struct notification {
    word_t word; /* accumulated badges while active */
    struct wait_queue queue;
    struct tcb *bound_tcb;
    struct sched_context *sc; /* lent to passive waiters (NTF-7) */
    bool active;
    uint8_t reserved[23]; /* the object has 64 bytes in the ABI */
};

_Static_assert(sizeof(struct notification) == 64, "notification size is part of the ABI");

/* NTF-2 to NTF-6 */
void notification_signal(struct notification *n, word_t badge);

/* NTF-8: CUR waits or polls; rights and binding have been checked. */
void notification_wait(struct notification *n, bool blocking);

/* NTF-10: hands the word of the active notification to CUR, which receives on an endpoint. */
void notification_deliver_bound(struct notification *n);

/* NTF-11: t, about to block, gives back the SC that n lent it, if it runs on it. */
void notification_return_sc(struct notification *n, struct tcb *t);

/* NTF-12 */
void notification_destroy(struct notification *n);

void notification_bind(struct notification *n, struct tcb *t);
void notification_unbind(struct notification *n);

/* Removes t, which is blocked on it, from the queue. */
void notification_dequeue(struct tcb *t);
