/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The queue of threads that wait on an endpoint or a notification, sorted by descending priority and FIFO
 * among equals (OP-13). Links are the wait links of the TCBs.
 */
#pragma once

#include "types.h"

struct tcb;

struct wait_queue {
    struct tcb *head;
    struct tcb *tail;
};

void wait_queue_insert(struct wait_queue *queue, struct tcb *t);
void wait_queue_remove(struct wait_queue *queue, struct tcb *t);
