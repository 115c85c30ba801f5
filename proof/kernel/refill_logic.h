/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the contracts of sched/refill.c talk about: the ring of refills and the sum of its amounts.
 *
 * Sums need induction, which WP does not do by itself. Each axiom below is the contract of a lemma function
 * in refill_lemmas.c, where WP proves it.
 */
#pragma once

#include "frama_c.h"
#include "sched/sched_context.h"

/* Refills that the largest scheduling context holds are far fewer. */
#define RING_LIMIT 0x10000000

/*@ // Position of the i-th refill after the one at head.
    logic integer ring_at(integer head, integer i, integer capacity) =
      head + i < capacity ? head + i : head + i - capacity;

    predicate ring_shape(integer head, integer count, integer capacity) =
      0 < capacity < RING_LIMIT && 0 <= head < capacity && 0 <= count <= capacity;

    // Not \valid(sc): WP cannot handle a struct that ends in an array without size, and treats it as false.
    predicate ring_memory{L}(struct sched_context *sc, integer capacity) =
      \valid(&sc->period) && \valid(&sc->capacity) && \valid(&sc->head) && \valid(&sc->count) &&
      \valid(&sc->refills[0 .. capacity - 1]);

    predicate ring{L}(struct sched_context *sc) =
      ring_memory(sc, sc->capacity) && 2 <= sc->capacity &&
      ring_shape(sc->head, sc->count, sc->capacity) && 1 <= sc->count;
*/

#ifdef REFILL_LEMMAS
/*@ // Sum of the amounts of count refills from head on.
    logic integer ring_sum{L}(struct sched_context *sc, integer head, integer count, integer capacity) =
      count <= 0 ? 0
                 : sc->refills[head].amount + ring_sum(sc, ring_at(head, 1, capacity), count - 1, capacity);
*/
#else
/*@ axiomatic ring_sums {
      // Not its definition: provers would unfold that for ever.
      logic integer ring_sum{L}(struct sched_context *sc, integer head, integer count, integer capacity)
        reads sc->refills[0 .. capacity - 1].amount;

      axiom ring_sum_none{L}: \forall struct sched_context *sc, integer head, capacity;
        ring_sum(sc, head, 0, capacity) == 0;

      axiom ring_sum_first{L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) && count >= 1 ==>
        ring_sum(sc, head, count, capacity) ==
          sc->refills[head].amount + ring_sum(sc, ring_at(head, 1, capacity), count - 1, capacity);

      axiom ring_sum_positive{L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) ==> ring_sum(sc, head, count, capacity) >= 0;

      axiom ring_sum_last{L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) && count >= 1 ==>
        ring_sum(sc, head, count, capacity) ==
          ring_sum(sc, head, count - 1, capacity) + sc->refills[ring_at(head, count - 1, capacity)].amount;

      axiom ring_sum_same{K, L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) &&
        (\forall integer i; 0 <= i < count ==>
          \at(sc->refills[ring_at(head, i, capacity)].amount, K) ==
          \at(sc->refills[ring_at(head, i, capacity)].amount, L)) ==>
        ring_sum{K}(sc, head, count, capacity) == ring_sum{L}(sc, head, count, capacity);
    } */
#endif

/*@ logic integer budget{L}(struct sched_context *sc) =
      ring_sum(sc, sc->head, sc->count, sc->capacity); */
