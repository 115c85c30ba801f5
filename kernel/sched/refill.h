/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refill queues: the sporadic-server arithmetic of scheduling contexts (SC-9 to SC-17).
 */
#pragma once

#include "sched/sched_context.h"

/* SC-9. capacity counts refills, at least 2; period 0 makes it round robin. */
COLD void refill_new(struct sched_context *sc, uint32_t capacity, ticks_t budget, ticks_t period);

/* SC-11: changes the parameters of an SC in use without giving extra budget. */
COLD void refill_update(struct sched_context *sc, ticks_t period, ticks_t budget, uint32_t capacity);

/* SC-13: sc is active and not round robin. */
void refill_charge(struct sched_context *sc, ticks_t usage);

/* SC-17 */
void refill_replenish(struct sched_context *sc);

/* SC-22, SC-25 for round robin: usage moves from head to tail; a new slice moves it back. */
void refill_charge_slice(struct sched_context *sc, ticks_t usage);
void refill_new_slice(struct sched_context *sc);

/*@ requires \valid_read(&sc->head); assigns \nothing; ensures \result == &sc->refills[sc->head]; */
static inline struct refill *refill_head(struct sched_context *sc)
{
    return &sc->refills[sc->head];
}
