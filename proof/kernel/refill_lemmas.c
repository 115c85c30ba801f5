/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The axioms of refill_logic.h, proved: each function's contract says of all arguments what an axiom says.
 * Here the axioms themselves are out of sight.
 *
 * An axiom about two states, of which some amounts are the same, is the contract of a function that calls
 * ring_sum_same on these: that stands for any change of memory that keeps them.
 */
#define REFILL_LEMMAS
#include "refill_logic.h"

/*@ requires ring_shape(head, i, capacity) && i < capacity - 1;
    assigns \nothing;
    ensures ring_at(ring_at(head, 1, capacity), i, capacity) == ring_at(head, i + 1, capacity); */
void ring_at_next(uint32_t head, uint32_t i, uint32_t capacity)
{
}

/*@ requires ring_shape(head, count, capacity) && \valid_read(&sc->refills[0 .. capacity - 1]);
    decreases count;
    assigns \nothing;
    ensures ring_sum(sc, head, count, capacity) >= 0; */
void ring_sum_positive(const struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    if (count > 0) {
        ring_sum_positive(sc, head + 1 < capacity ? head + 1 : 0, count - 1, capacity);
    }
}

/*@ requires ring_shape(head, count, capacity) && count >= 1 && \valid_read(&sc->refills[0 .. capacity - 1]);
    decreases count;
    assigns \nothing;
    ensures ring_sum(sc, head, count, capacity) ==
      ring_sum(sc, head, count - 1, capacity) + sc->refills[ring_at(head, count - 1, capacity)].amount; */
void ring_sum_last(const struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    if (count > 1) {
        ring_sum_last(sc, head + 1 < capacity ? head + 1 : 0, count - 1, capacity);
    }
}

/*@ requires ring_shape(head, count, capacity) && count >= 1 && \valid_read(&sc->refills[0 .. capacity - 1]);
    assigns \nothing;
    ensures ring_sum(sc, head, count, capacity) ==
      sc->refills[head].amount + ring_sum(sc, ring_at(head, 1, capacity), count - 1, capacity); */
void ring_sum_first(const struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
}

/*@ requires ring_shape(head, 1, capacity) && \valid_read(&sc->refills[0 .. capacity - 1]);
    assigns \nothing;
    ensures ring_sum(sc, head, 1, capacity) == sc->refills[head].amount;
    ensures ring_shape(head, 2, capacity) ==> ring_sum(sc, head, 2, capacity) ==
      sc->refills[head].amount + sc->refills[ring_at(head, 1, capacity)].amount; */
void ring_sum_one_and_two(const struct sched_context *sc, uint32_t head, uint32_t capacity)
{
    /*@ assert ring_sum(sc, head, 1, capacity) ==
          sc->refills[head].amount + ring_sum(sc, ring_at(head, 1, capacity), 0, capacity); */
    if (capacity > 1) {
        ring_sum_last(sc, head, 2, capacity);
    }
}

/*@ requires ring_shape(head, count, capacity) && count >= 1 && \valid_read(&sc->refills[0 .. capacity - 1]);
    assigns \nothing;
    ensures sc->refills[head].amount <= ring_sum(sc, head, count, capacity);
    ensures sc->refills[ring_at(head, count - 1, capacity)].amount <= ring_sum(sc, head, count, capacity); */
void ring_sum_limits(const struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    ring_sum_first(sc, head, count, capacity);
    ring_sum_last(sc, head, count, capacity);
    ring_sum_positive(sc, head, count - 1, capacity);
    ring_sum_positive(sc, head + 1 < capacity ? head + 1 : 0, count - 1, capacity);
}

/* Any change of memory that keeps the amounts in the ring. */
/*@ assigns sc->refills[0 .. capacity - 1];
    ensures \forall integer i; 0 <= i < count ==>
      sc->refills[ring_at(head, i, capacity)].amount ==
      \old(sc->refills[ring_at(head, i, capacity)].amount); */
void change_elsewhere(struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity);

/*@ requires ring_shape(head, count, capacity) && \valid(&sc->refills[0 .. capacity - 1]);
    assigns sc->refills[0 .. capacity - 1];
    ensures ring_sum(sc, head, count, capacity) == \old(ring_sum(sc, head, count, capacity)); */
void ring_sum_same(struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    change_elsewhere(sc, head, count, capacity);
    uint32_t done = 0;

    /*@ loop invariant 0 <= done <= count;
        loop invariant ring_sum(sc, ring_at(head, count - done, capacity), done, capacity) ==
          ring_sum{Pre}(sc, ring_at(head, count - done, capacity), done, capacity);
        loop assigns done;
        loop variant count - done; */
    while (done < count) {
        done++;
    }
}

/*@ requires ring_shape(head, count + 1, capacity) && \valid(&sc->refills[0 .. capacity - 1]);
    assigns sc->refills[0 .. capacity - 1];
    ensures ring_sum(sc, head, count + 1, capacity) == \old(ring_sum(sc, head, count, capacity)) +
      sc->refills[ring_at(head, count, capacity)].amount; */
void ring_sum_append(struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    ring_sum_same(sc, head, count, capacity);
    ring_sum_last(sc, head, count + 1, capacity);
}

/*@ requires ring_shape(head, count, capacity) && count >= 2 && \valid(&sc->refills[0 .. capacity - 1]);
    assigns sc->refills[0 .. capacity - 1];
    ensures ring_sum(sc, ring_at(head, 1, capacity), count - 1, capacity) + \old(sc->refills[head].amount) ==
      \old(ring_sum(sc, head, count, capacity)); */
void ring_sum_pop(struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    ring_sum_first(sc, head, count, capacity);
    ring_sum_same(sc, head + 1 < capacity ? head + 1 : 0, count - 1, capacity);
}

/*@ requires ring_shape(head, count, capacity) && count >= 1 && \valid(&sc->refills[0 .. capacity - 1]);
    assigns sc->refills[0 .. capacity - 1];
    ensures ring_sum(sc, head, count, capacity) - sc->refills[head].amount ==
      \old(ring_sum(sc, head, count, capacity)) - \old(sc->refills[head].amount); */
void ring_sum_head(struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    ring_sum_first(sc, head, count, capacity);
    ring_sum_same(sc, head + 1 < capacity ? head + 1 : 0, count - 1, capacity);
    ring_sum_first(sc, head, count, capacity);
}

/*@ requires ring_shape(head, count, capacity) && count >= 1 && \valid(&sc->refills[0 .. capacity - 1]);
    assigns sc->refills[0 .. capacity - 1];
    ensures ring_sum(sc, head, count, capacity) - sc->refills[ring_at(head, count - 1, capacity)].amount ==
      \old(ring_sum(sc, head, count, capacity)) -
      \old(sc->refills[ring_at(head, count - 1, capacity)].amount); */
void ring_sum_tail(struct sched_context *sc, uint32_t head, uint32_t count, uint32_t capacity)
{
    ring_sum_last(sc, head, count, capacity);
    ring_sum_same(sc, head, count - 1, capacity);
    ring_sum_last(sc, head, count, capacity);
}
