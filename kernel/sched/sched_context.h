/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling contexts: the right to execute (SC-1 to SC-42).
 *
 * Times are ticks. Invariants of an active SC: the refill amounts sum up to the configured budget; unless it is
 * round robin the refills are ordered without overlap; outside of a charge the head is at least MIN_BUDGET.
 */
#pragma once

#include "types.h"

struct notification;
struct reply;
struct tcb;

struct refill {
    ticks_t time; /* usable from here on */
    ticks_t amount;
};

struct sched_context {
    ticks_t period; /* 0: round robin (SC-6) */
    ticks_t consumed;
    word_t badge; /* data word of timeout faults */
    struct tcb *tcb;
    struct notification *notification;
    struct reply *top; /* newest element of the call stack that this SC moved along */
    struct tcb *yield_from; /* waits in a YieldTo on this SC */
    uint32_t capacity; /* of the refill queue; 0: inactive */
    uint32_t head;
    uint32_t count;
    uint32_t core;
    bool sporadic;
    uint8_t reserved[23];
    struct refill refills[]; /* circular, as many as the object has room for */
};

enum { SC_HEADER_BYTES = 96, SC_MIN_BITS = 7, REFILL_BYTES = 16 };

_Static_assert(sizeof(struct sched_context) == SC_HEADER_BYTES, "refill capacity is part of the ABI (SC-7)");

static inline bool sc_active(const struct sched_context *sc)
{
    return sc->capacity > 0;
}

static inline bool sc_round_robin(const struct sched_context *sc)
{
    return sc->period == 0;
}

/* SC-7: refills that an SC object of 2^bits bytes holds. */
static inline word_t sc_capacity(uint32_t bits)
{
    return (BIT(bits) - SC_HEADER_BYTES) / REFILL_BYTES;
}

/* SC-8 */
bool sc_ready(const struct sched_context *sc);
bool sc_sufficient(const struct sched_context *sc, ticks_t usage);
bool sc_released(const struct sched_context *sc);

/* OP-9: moves sc to t, which has none. */
void sc_donate(struct sched_context *sc, struct tcb *t);

/* OP-10: the bound thread may run now; if the SC is not ready it waits in the release queue. sc may be null. */
void sc_resume(struct sched_context *sc);

/* OP-11: a thread becomes runnable on sc. sc may be null. */
void sc_wake(struct sched_context *sc);

/* OP-6: the bound thread waits for the head refill. */
COLD void sc_postpone(struct sched_context *sc);

/* SCI-12: binds an unbound sc to a thread without one. */
void sc_bind(struct sched_context *sc, struct tcb *t);

/* OP-12: sc->tcb must exist. */
COLD void sc_unbind_tcb(struct sched_context *sc);
COLD void sc_unbind_notification(struct sched_context *sc);

/* RPL-11: cuts the call stack off. */
COLD void sc_cut_stack(struct sched_context *sc);

/* YLD-8: the thread that waits in a YieldTo on sc, if any, gets its reply. */
COLD APART void sc_complete_yield(struct sched_context *sc);

/* SCI-22: microseconds used since this was last asked; resets the counter. */
COLD APART word_t sc_take_consumed(struct sched_context *sc);

/* SCI-30: the final capability is gone. */
COLD void sc_destroy(struct sched_context *sc);
