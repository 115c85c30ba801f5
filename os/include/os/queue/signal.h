/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The signal flag that stands beside a queue: it saves notifications, and never loses one.
 *
 * 0 means "signal me", 1 means "no signal needed" (SIG-2), so zeroed memory always lets the first signal
 * through. Two parties use a flag:
 *   the waiter    waits for the peer's index to move. It requests a signal, looks at the queue ONCE MORE, and
 *                 only then goes to sleep (SIG-3 phase 2, SIG-4).
 *   the notifier  moves its index, and then asks whether a signal is wanted.
 * Waiter: store flag, fence, load index. Notifier: store index, fence, load flag. With both fences at least
 * one of the two sees the other's store, so either the waiter finds the work or the notifier sends the signal
 * (SIG-7, SIG-8).
 *
 * A hostile peer that writes the flag can provoke or suppress only signals between itself and us: a
 * notification too many costs one wake-up, a notification too few starves that peer alone.
 *
 * Numbers in brackets, here and in the components: steps of the models in proof/models.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sddf/util/fence.h>

/* Waiter: ask for a signal. The caller must look at the queue again before it sleeps. */
/*@ requires \valid(flag); assigns *flag; ensures *flag == 0; */
static inline void queue_signal_request(uint32_t *flag)
{
    store_relaxed_32(flag, 0); /* [S1] */
    fence_seq_cst(); /* [S2] */
}

/* Either party: no signal is needed, because the waiter is awake or a signal is on its way. */
/*@ requires \valid(flag); assigns *flag; ensures *flag == 1; */
static inline void queue_signal_cancel(uint32_t *flag)
{
    store_relaxed_32(flag, 1); /* [S3] */
}

/* Notifier, after publishing its index: does the waiter want a signal? */
/*@ requires \valid_read(flag); assigns \nothing; */
static inline bool queue_signal_required(const uint32_t *flag)
{
    fence_seq_cst(); /* [S4] */
    return load_relaxed_32(flag) == 0; /* [S5] */
}

/* Notifier, SIG-3 phase 3: true if the caller must notify now; the flag is then already cancelled. */
/*@ requires \valid(flag); assigns *flag; ensures \result ==> *flag == 1; */
static inline bool queue_signal_take(uint32_t *flag)
{
    bool required = queue_signal_required(flag);

    if (required) {
        queue_signal_cancel(flag); /* [S7] */
    }
    return required;
}
