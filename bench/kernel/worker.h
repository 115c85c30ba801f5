/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The threads that perform the operations. All run below the root task, which prepares them and then waits,
 * so that none of its work falls into a measurement. Functions end the run if the kernel refuses something.
 */
#pragma once
#include <sel4/sel4.h>
#include <stdbool.h>

#define LOW 50u
#define HIGH 60u

struct worker {
    seL4_CPtr tcb;
    seL4_CPtr sc;                     /* of the worker's own; only lent for the start to a passive one */
    seL4_IPCBuffer *buffer;
    void (*run)(struct worker *self);
};

/* An address space with the same contents as the root task's image. */
seL4_CPtr second_space(void);

/* A stopped worker with its own time. fault_endpoint is 0 or a capability in the root CNode. */
struct worker *worker_new(seL4_Word priority, seL4_CPtr vspace, seL4_CPtr fault_endpoint,
                          void (*run)(struct worker *self));

void worker_start(struct worker *worker);

/* Starts a worker whose first act is to signal worker_ready() and wait in one system call; then takes its
 * time away, so that it is a passive server. */
void passive_worker_start(struct worker *worker);
seL4_CPtr worker_ready(void);

/* For the root task: waits until a worker has called worker_done. For a worker: ends the measurement; never
 * returns. */
void wait_for_workers(void);
_Noreturn void worker_done(void);

/* For the runner: prepares for a new group of operations. */
void workers_reset(void);
