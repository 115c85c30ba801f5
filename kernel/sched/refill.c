/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refill queues (SC-9 to SC-17; test vectors: SC-14).
 *
 * The ring is read and written by the first functions only: the others are proved from what these promise.
 */
#include "sched/refill.h"

#include "sched/time.h"
#include "state.h"

/* Position of the i-th refill after the head; i < capacity. */
/*@ requires ring(sc) && i < sc->capacity;
    assigns \nothing;
    ensures \result == ring_at(sc->head, i, sc->capacity); */
static inline uint32_t refill_position(const struct sched_context *sc, uint32_t i)
{
    uint32_t position = sc->head + i;
    return position >= sc->capacity ? position - sc->capacity : position;
}

/*@ requires ring(sc);
    assigns \nothing;
    ensures \valid_read(\result) && \result->amount == amount(sc, 0) && \result->time == time(sc, 0);
    ensures \result->amount <= budget(sc);
    ensures sc->count == 1 ==> \result->amount == budget(sc); */
static const struct refill *refill_first(const struct sched_context *sc)
{
    return &sc->refills[sc->head];
}

/*@ requires ring(sc) && sc->count >= 2;
    assigns \nothing;
    ensures \valid_read(\result) && \result->amount == amount(sc, 1) && \result->time == time(sc, 1); */
static const struct refill *refill_second(const struct sched_context *sc)
{
    return &sc->refills[refill_position(sc, 1)];
}

/*@ requires ring(sc);
    assigns \nothing;
    ensures \valid_read(\result);
    ensures \result->amount == amount(sc, sc->count - 1) && \result->time == time(sc, sc->count - 1);
    ensures \result->amount <= budget(sc);
    ensures sc->count == 2 ==> amount(sc, 0) + \result->amount == budget(sc); */
static inline const struct refill *refill_tail(const struct sched_context *sc)
{
    return &sc->refills[refill_position(sc, sc->count - 1u)];
}

/*@ requires ring(sc);
    assigns sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && sc->period == \old(sc->period);
    ensures amount(sc, 0) == ticks && time(sc, 0) == start;
    ensures budget(sc) - ticks == \old(budget(sc)) - \old(amount(sc, 0));
    ensures \forall integer i; 1 <= i < sc->count ==>
      amount(sc, i) == \old(amount(sc, i)) && time(sc, i) == \old(time(sc, i)); */
static inline void refill_set_first(struct sched_context *sc, ticks_t start, ticks_t ticks)
{
    struct refill *first = &sc->refills[sc->head];

    first->time = start;
    first->amount = ticks;
}

/*@ requires ring(sc);
    assigns sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && sc->period == \old(sc->period);
    ensures amount(sc, sc->count - 1) == ticks && time(sc, sc->count - 1) == start;
    ensures budget(sc) - ticks == \old(budget(sc)) - \old(amount(sc, sc->count - 1));
    ensures \forall integer i; 0 <= i < sc->count - 1 ==>
      amount(sc, i) == \old(amount(sc, i)) && time(sc, i) == \old(time(sc, i)); */
static inline void refill_set_tail(struct sched_context *sc, ticks_t start, ticks_t ticks)
{
    struct refill *tail = &sc->refills[refill_position(sc, sc->count - 1u)];

    tail->time = start;
    tail->amount = ticks;
}

/*@ requires ring(sc) && sc->count < sc->capacity;
    assigns sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && sc->count == \old(sc->count) + 1 && sc->period == \old(sc->period);
    ensures budget(sc) == \old(budget(sc)) + r.amount;
    ensures amount(sc, sc->count - 1) == r.amount && time(sc, sc->count - 1) == r.time;
    ensures \forall integer i; 0 <= i < sc->count - 1 ==>
      amount(sc, i) == \old(amount(sc, i)) && time(sc, i) == \old(time(sc, i)); */
static void refill_append(struct sched_context *sc, struct refill r)
{
    sc->refills[refill_position(sc, sc->count)] = r;
    sc->count++;
}

/*@ requires ring(sc) && sc->count >= 2;
    assigns sc->head, sc->count;
    ensures ring(sc) && sc->count == \old(sc->count) - 1;
    ensures \result.amount == \old(amount(sc, 0)) && \result.time == \old(time(sc, 0));
    ensures budget(sc) + \result.amount == \old(budget(sc)) && amount(sc, 0) <= budget(sc);
    ensures \forall integer i; 0 <= i < sc->count ==>
      amount(sc, i) == \old(amount(sc, i + 1)) && time(sc, i) == \old(time(sc, i + 1)); */
static inline struct refill refill_pop(struct sched_context *sc)
{
    struct refill r = *refill_first(sc);

    sc->head = refill_position(sc, 1);
    sc->count--;
    return r;
}

/* The queue becomes just this refill. */
/*@ requires ring_memory(sc, capacity) && 2 <= capacity < RING_LIMIT;
    assigns sc->capacity, sc->head, sc->count, sc->refills[0];
    ensures ring(sc) && sc->capacity == capacity && sc->count == 1 && sc->period == \old(sc->period);
    ensures budget(sc) == r.amount && amount(sc, 0) == r.amount && time(sc, 0) == r.time; */
static void refill_reset(struct sched_context *sc, struct refill r, uint32_t capacity)
{
    sc->capacity = capacity;
    sc->head = 0;
    sc->count = 1;
    sc->refills[0] = r;
}

/*@ requires ring_memory(sc, capacity) && 2 <= capacity < RING_LIMIT;
    requires \separated(&sc->period, &sc->refills[0 .. capacity - 1], &kernel);
    requires 1 <= budget <= PERIOD_LIMIT && kernel.now <= HORIZON;
    requires period == 0 || budget <= period <= PERIOD_LIMIT;
    assigns sc->period, sc->capacity, sc->head, sc->count, sc->refills[0 .. capacity - 1];
    ensures ring(sc) && sc->capacity == capacity && sc->period == period && budget(sc) == budget;
    ensures amount(sc, 0) == budget && time(sc, 0) == kernel.now;
    ensures period == 0 ==> sc->count == 2 && amount(sc, 1) == 0;
    ensures period > 0 ==> refills_sound(sc) && refills_sliding(sc); */
void refill_new(struct sched_context *sc, uint32_t capacity, ticks_t budget, ticks_t period)
{
    sc->period = period;
    refill_reset(sc, (struct refill){.time = kernel.now, .amount = budget}, capacity);
    if (sc_round_robin(sc)) {
        refill_append(sc, (struct refill){.time = kernel.now, .amount = 0});
    }
}

/*@ requires ring(sc) && ring_memory(sc, capacity) && 2 <= capacity < RING_LIMIT;
    requires \separated(&sc->period, &sc->refills[0 .. capacity - 1], &kernel);
    requires 1 <= budget <= period <= PERIOD_LIMIT && kernel.now <= HORIZON;
    requires 1 <= amount(sc, 0) && time(sc, 0) <= HORIZON;
    assigns sc->period, sc->capacity, sc->head, sc->count, sc->refills[0 .. capacity - 1];
    ensures refills_sound(sc) && sc->capacity == capacity && sc->period == period && budget(sc) == budget;
    ensures time(sc, 0) == \max(\old(time(sc, 0)), kernel.now);
    ensures amount(sc, 0) == \min(\old(amount(sc, 0)), budget);
    ensures amount(sc, 0) < budget ==> sc->count == 2 && time(sc, 1) == time(sc, 0) + period;
    ensures amount(sc, 0) == budget ==> refills_sliding(sc); */
void refill_update(struct sched_context *sc, ticks_t period, ticks_t budget, uint32_t capacity)
{
    struct refill h = *refill_first(sc);

    if (h.time <= kernel.now) {
        h.time = kernel.now;
    }
    ticks_t kept = h.amount < budget ? h.amount : budget;
    sc->period = period;
    refill_reset(sc, (struct refill){.time = h.time, .amount = kept}, capacity);
    if (kept < budget) {
        refill_append(sc, (struct refill){.time = h.time + period, .amount = budget - kept});
    }
}

/* SC-12: budget that was used comes back as r, at its time, or later if other budget comes back until then. */
/*@ requires ring(sc) && refills_bounded(sc) && refills_ordered(sc, 0);
    requires 1 <= r.amount && budget(sc) + r.amount <= PERIOD_LIMIT && r.time <= TIME_LIMIT;
    assigns sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && sc->period == \old(sc->period);
    ensures budget(sc) == \old(budget(sc)) + r.amount;
    ensures refills_bounded(sc);
    ensures refills_ordered(sc, 0);
    ensures time(sc, 0) == \old(time(sc, 0));
    ensures refills_end(sc) == \max(\old(refills_end(sc)), r.time) + r.amount; */
static void refill_add(struct sched_context *sc, struct refill r)
{
    const struct refill *tail = refill_tail(sc);

    if (tail->time + tail->amount >= r.time) {
        refill_set_tail(sc, tail->time, tail->amount + r.amount);
    } else if (sc->count < sc->capacity) {
        refill_append(sc, r);
    } else {
        refill_set_tail(sc, r.time - tail->amount, tail->amount + r.amount);
    }
}

/* A whole head refill was used up: it comes back one period later. */
/*@ requires refills_sound(sc) && time(sc, 0) < HORIZON;
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc);
    ensures budget(sc) == \old(budget(sc));
    ensures refills_end(sc) >= \old(time(sc, 0)) + sc->period + \old(amount(sc, 0));
    ensures \old(refills_sliding(sc)) ==> refills_sliding(sc) &&
      refills_end(sc) == \old(time(sc, 0)) + sc->period + \old(amount(sc, 0)); */
static void refill_charge_head(struct sched_context *sc)
{
    if (sc->count == 1) {
        const struct refill *head = refill_first(sc);
        refill_set_first(sc, head->time + sc->period, head->amount);
        return;
    }
    struct refill r = refill_pop(sc);
    r.time += sc->period;
    refill_add(sc, r);
}

/*@ requires refills_sound(sc) && time(sc, 0) < HORIZON && 1 <= usage < amount(sc, 0);
    assigns sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc);
    ensures budget(sc) == \old(budget(sc));
    ensures refills_end(sc) >= \old(time(sc, 0)) + sc->period + usage;
    ensures \old(refills_sliding(sc)) ==> refills_sliding(sc) &&
      refills_end(sc) == \old(time(sc, 0)) + sc->period + usage; */
static void refill_charge_part(struct sched_context *sc, ticks_t usage)
{
    const struct refill *head = refill_first(sc);
    struct refill r = {.time = head->time + sc->period, .amount = usage};

    refill_set_first(sc, head->time + usage, head->amount - usage);
    refill_add(sc, r);
}

/* Heads too small to be useful join their successor, which starts earlier by as much: no budget is lost. */
/*@ requires refills_sound(sc) && MIN_BUDGET_TICKS <= budget(sc);
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc) && budget(sc) == \old(budget(sc)) && amount(sc, 0) >= MIN_BUDGET_TICKS;
    ensures refills_end(sc) == \old(refills_end(sc)) && time(sc, 0) >= \old(time(sc, 0)); */
static void refill_merge_small(struct sched_context *sc)
{
    /*@ loop invariant refills_sound(sc) && sc->capacity == \at(sc->capacity, Pre);
        loop invariant budget(sc) == \at(budget(sc), Pre);
        loop invariant refills_end(sc) == \at(refills_end(sc), Pre);
        loop invariant time(sc, 0) >= \at(time(sc, 0), Pre);
        loop invariant sc->period == \at(sc->period, Pre);
        loop assigns sc->head, sc->count, sc->refills[0 .. \at(sc->capacity, Pre) - 1];
        loop variant sc->count; */
    while (refill_first(sc)->amount < min_budget()) {
        struct refill r = refill_pop(sc);
        const struct refill *head = refill_first(sc);
        refill_set_first(sc, head->time - r.amount, head->amount + r.amount);
    }
}

/*@ requires refills_sound(sc) && MIN_BUDGET_TICKS <= budget(sc);
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc) && budget(sc) == \old(budget(sc)) && amount(sc, 0) >= MIN_BUDGET_TICKS;
    ensures \old(refills_sliding(sc)) ==> refills_sliding(sc);
    ensures \old(refills_sliding(sc)) && 1 <= usage < \old(amount(sc, 0)) && \old(time(sc, 0)) < HORIZON ==>
      refills_end(sc) == \old(time(sc, 0)) + sc->period + usage; */
void refill_charge(struct sched_context *sc, ticks_t usage)
{
    ticks_t horizon = time_horizon();

    /*@ loop invariant refills_sound(sc) && sc->capacity == \at(sc->capacity, Pre);
        loop invariant budget(sc) == \at(budget(sc), Pre);
        loop invariant sc->period == \at(sc->period, Pre);
        loop invariant \at(refills_sliding(sc), Pre) ==> refills_sliding(sc);
        loop invariant \at(usage, Pre) < \at(amount(sc, 0), Pre) ==> usage == \at(usage, Pre) &&
          amount(sc, 0) == \at(amount(sc, 0), Pre) && time(sc, 0) == \at(time(sc, 0), Pre);
        loop assigns usage, sc->head, sc->count, sc->refills[0 .. \at(sc->capacity, Pre) - 1];
        loop variant usage; */
    while (refill_first(sc)->amount <= usage && refill_first(sc)->time < horizon) {
        usage -= refill_first(sc)->amount;
        refill_charge_head(sc);
    }
    if (usage > 0 && refill_first(sc)->time < horizon) {
        refill_charge_part(sc, usage);
    }
    refill_merge_small(sc);
}

/*@ requires ring(sc) && sc->count == 2 && budget(sc) <= UINT64_MAX && usage <= amount(sc, 0);
    assigns sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && budget(sc) == \old(budget(sc)) && amount(sc, 0) == \old(amount(sc, 0)) - usage; */
void refill_charge_slice(struct sched_context *sc, ticks_t usage)
{
    const struct refill *head = refill_first(sc);

    refill_set_first(sc, head->time, head->amount - usage);
    const struct refill *tail = refill_tail(sc);
    refill_set_tail(sc, tail->time, tail->amount + usage);
}

/*@ requires ring(sc) && sc->count == 2 && budget(sc) <= UINT64_MAX;
    assigns sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && amount(sc, 0) == \old(budget(sc)) && budget(sc) == \old(budget(sc)); */
void refill_new_slice(struct sched_context *sc)
{
    const struct refill *head = refill_first(sc);
    const struct refill *tail = refill_tail(sc);

    refill_set_first(sc, head->time, head->amount + tail->amount);
    refill_set_tail(sc, tail->time, 0);
}

/* The second refill joins the head, which begins when it did. */
/*@ requires ring(sc) && sc->count >= 2 && budget(sc) <= UINT64_MAX;
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && sc->count == \old(sc->count) - 1 && sc->period == \old(sc->period);
    ensures budget(sc) == \old(budget(sc)) && (sc->count == 1 ==> amount(sc, 0) == budget(sc));
    ensures time(sc, 0) == \old(time(sc, 0)) && amount(sc, 0) == \old(amount(sc, 0)) + \old(amount(sc, 1));
    ensures \forall integer i; 1 <= i < sc->count ==>
      amount(sc, i) == \old(amount(sc, i + 1)) && time(sc, i) == \old(time(sc, i + 1)); */
static void refill_join_second(struct sched_context *sc)
{
    struct refill head = refill_pop(sc);
    refill_set_first(sc, head.time, head.amount + refill_first(sc)->amount);
}

/*@ requires ring(sc) && (sc->period > 0 ==> refills_sound(sc)) && kernel.now <= HORIZON;
    requires \separated(&sc->period, &sc->capacity, &sc->head, &sc->count,
                        &sc->refills[0 .. sc->capacity - 1], &kernel);
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1], kernel.rearm;
    ensures ring(sc);
    ensures budget(sc) == \old(budget(sc));
    ensures sc->period > 0 ==> refills_sound(sc);
    ensures sc->period > 0 && \old(refills_sliding(sc)) ==> refills_sliding(sc);
    ensures sc->period > 0 && \old(time(sc, 0)) <= kernel.now ==> time(sc, 0) == kernel.now;
    ensures sc->period > 0 && \old(time(sc, 0)) <= kernel.now && sc->count >= 2 ==>
      time(sc, 0) + amount(sc, 0) < time(sc, 1); */
void refill_replenish(struct sched_context *sc)
{
    if (sc_round_robin(sc) || !sc_ready(sc)) {
        return;
    }
    refill_set_first(sc, kernel.now, refill_first(sc)->amount);
    kernel.rearm = true;
    /*@ loop invariant ring(sc) && sc->capacity == \at(sc->capacity, Pre) && sc->period == \at(sc->period, Pre);
        loop invariant budget(sc) == \at(budget(sc), Pre);
        loop invariant refills_bounded(sc);
        loop invariant refills_ordered(sc, 1);
        loop invariant time(sc, 0) == kernel.now;
        loop invariant \at(refills_sliding(sc), Pre) ==> refills_sliding(sc);
        loop assigns sc->head, sc->count, sc->refills[0 .. \at(sc->capacity, Pre) - 1];
        loop variant sc->count; */
    while (sc->count >= 2) {
        const struct refill *head = refill_first(sc);
        if (refill_second(sc)->time > head->time + head->amount) {
            break;
        }
        refill_join_second(sc);
    }
}
