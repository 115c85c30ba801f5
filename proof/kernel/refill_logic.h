/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the contracts of sched/refill.c talk about: the ring of refills, its order, and the sum of its amounts.
 *
 * It is seen in three ways:
 *
 * - REFILL_LEMMAS, by refill_lemmas.c: a sum is defined by recursion.
 * - REFILL_RING, by refill_ring.c: a refill is the field of an array, and axioms say how one step changes a sum. Sums
 *   need induction, which WP does not do by itself: each axiom is the contract of a lemma function in
 *   refill_lemmas.c, where WP proves it. They never mention a sum that the goal does not mention, because provers
 *   would unfold that for ever.
 * - By all others: that refills and their sum depend on the memory of the ring, and nothing else. What functions that
 *   touch the ring promise suffices for the rest, and provers see no positions, which split each goal into cases.
 */
#pragma once

#include "frama_c.h"
#include "sched/sched_context.h"
#include "sched/time.h"

/* Refills that the largest scheduling context holds are far fewer. */
#define RING_LIMIT 0x10000000

#define MIN_BUDGET_TICKS (MIN_BUDGET_US * TICK_NUMERATOR / TICK_DIVISOR)
/* The longest period (SC-4), where refills stop moving, and the latest that one comes to stand. */
#define PERIOD_LIMIT (MAX_PERIOD_US * TICK_NUMERATOR / TICK_DIVISOR)
#define HORIZON      (UINT64_MAX - 5 * PERIOD_LIMIT)
#define TIME_LIMIT   (HORIZON + PERIOD_LIMIT)

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

#if defined(REFILL_LEMMAS) || defined(REFILL_RING)
/*@ // The i-th refill after the head.
    logic integer amount{L}(struct sched_context *sc, integer i) =
      sc->refills[ring_at(sc->head, i, sc->capacity)].amount;
    logic integer time{L}(struct sched_context *sc, integer i) =
      sc->refills[ring_at(sc->head, i, sc->capacity)].time;
*/
#endif

#ifdef REFILL_LEMMAS
/*@ // Sum of the amounts of count refills from head on.
    logic integer ring_sum{L}(struct sched_context *sc, integer head, integer count, integer capacity) =
      count <= 0 ? 0
                 : sc->refills[head].amount + ring_sum(sc, ring_at(head, 1, capacity), count - 1, capacity);
*/
#elif defined(REFILL_RING)
/*@ axiomatic ring_positions {
      axiom ring_at_next: \forall integer head, i, capacity;
        ring_shape(head, i, capacity) && i < capacity - 1 ==>
        ring_at(ring_at(head, 1, capacity), i, capacity) == ring_at(head, i + 1, capacity);
    }

    axiomatic ring_sums {
      logic integer ring_sum{L}(struct sched_context *sc, integer head, integer count, integer capacity)
        reads sc->refills[0 .. capacity - 1].amount;

      axiom ring_sum_one{L}: \forall struct sched_context *sc, integer head, capacity;
        ring_shape(head, 1, capacity) ==> ring_sum(sc, head, 1, capacity) == sc->refills[head].amount;

      axiom ring_sum_two{L}: \forall struct sched_context *sc, integer head, capacity;
        ring_shape(head, 2, capacity) ==>
        ring_sum(sc, head, 2, capacity) ==
          sc->refills[head].amount + sc->refills[ring_at(head, 1, capacity)].amount;

      axiom ring_sum_limits{L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) && count >= 1 ==>
        sc->refills[head].amount <= ring_sum(sc, head, count, capacity) &&
        sc->refills[ring_at(head, count - 1, capacity)].amount <= ring_sum(sc, head, count, capacity);

      axiom ring_sum_append{K, L}: \forall struct sched_context *sc, integer head, count, longer, capacity;
        ring_shape(head, longer, capacity) && 0 <= count == longer - 1 &&
        (\forall integer i; 0 <= i < count ==>
          \at(sc->refills[ring_at(head, i, capacity)].amount, K) ==
          \at(sc->refills[ring_at(head, i, capacity)].amount, L)) ==>
        ring_sum{L}(sc, head, longer, capacity) ==
          ring_sum{K}(sc, head, count, capacity) +
          \at(sc->refills[ring_at(head, count, capacity)].amount, L);

      axiom ring_sum_pop{K, L}:
        \forall struct sched_context *sc, integer head, second, count, shorter, capacity;
        ring_shape(head, count, capacity) && 1 <= shorter == count - 1 && second == ring_at(head, 1, capacity) &&
        (\forall integer i; 0 <= i < shorter ==>
          \at(sc->refills[ring_at(second, i, capacity)].amount, K) ==
          \at(sc->refills[ring_at(second, i, capacity)].amount, L)) ==>
        ring_sum{L}(sc, second, shorter, capacity) + \at(sc->refills[head].amount, K) ==
          ring_sum{K}(sc, head, count, capacity);

      axiom ring_sum_head{K, L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) && count >= 1 &&
        (\forall integer i; 1 <= i < count ==>
          \at(sc->refills[ring_at(head, i, capacity)].amount, K) ==
          \at(sc->refills[ring_at(head, i, capacity)].amount, L)) ==>
        ring_sum{L}(sc, head, count, capacity) - \at(sc->refills[head].amount, L) ==
          ring_sum{K}(sc, head, count, capacity) - \at(sc->refills[head].amount, K);

      axiom ring_sum_tail{K, L}: \forall struct sched_context *sc, integer head, count, capacity;
        ring_shape(head, count, capacity) && count >= 1 &&
        (\forall integer i; 0 <= i < count - 1 ==>
          \at(sc->refills[ring_at(head, i, capacity)].amount, K) ==
          \at(sc->refills[ring_at(head, i, capacity)].amount, L)) ==>
        ring_sum{L}(sc, head, count, capacity) -
            \at(sc->refills[ring_at(head, count - 1, capacity)].amount, L) ==
          ring_sum{K}(sc, head, count, capacity) -
            \at(sc->refills[ring_at(head, count - 1, capacity)].amount, K);
    } */

#else
/*@ axiomatic refills {
      // The i-th refill after the head.
      logic integer amount{L}(struct sched_context *sc, integer i)
        reads sc->capacity, sc->head, sc->refills[0 .. sc->capacity - 1].amount;
      logic integer time{L}(struct sched_context *sc, integer i)
        reads sc->capacity, sc->head, sc->refills[0 .. sc->capacity - 1].time;
      logic integer budget{L}(struct sched_context *sc)
        reads sc->capacity, sc->head, sc->count, sc->refills[0 .. sc->capacity - 1].amount;
    } */
#endif

#if defined(REFILL_LEMMAS) || defined(REFILL_RING)
/*@ logic integer budget{L}(struct sched_context *sc) = ring_sum(sc, sc->head, sc->count, sc->capacity); */
#endif

/*@ // No refill is empty, and none is so late that its end, one period later, would not be a number of ticks.
    predicate refills_bounded{L}(struct sched_context *sc) =
      \forall integer i; 0 <= i < sc->count ==> 1 <= amount(sc, i) && time(sc, i) <= TIME_LIMIT;

    // SC-5, of the refills from the first-th on: each begins when all earlier ones have ended.
    predicate refills_ordered{L}(struct sched_context *sc, integer first) =
      \forall integer i, j; first <= i < j < sc->count ==> time(sc, i) + amount(sc, i) <= time(sc, j);

    // When the last refill ends.
    logic integer refills_end{L}(struct sched_context *sc) = time(sc, sc->count - 1) + amount(sc, sc->count - 1);

    // What charging keeps, of an SC with a period (SC-5, SC-6).
    predicate refills_sound{L}(struct sched_context *sc) =
      ring(sc) && refills_bounded(sc) && refills_ordered(sc, 0) &&
      1 <= sc->period <= PERIOD_LIMIT && budget(sc) <= sc->period;

    // What is used now comes back last, and nothing else until then.
    predicate refills_sliding{L}(struct sched_context *sc) = refills_end(sc) <= time(sc, 0) + sc->period;
*/
