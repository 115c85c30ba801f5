/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refill queues (SC-9 to SC-17; test vectors: SC-14).
 */
#include "sched/refill.h"

#include "sched/time.h"
#include "state.h"

/* Position of the i-th refill after the head; i < capacity. */
/*@ requires ring(sc) && i < sc->capacity;
    assigns \nothing;
    ensures \result == ring_at(sc->head, i, sc->capacity); */
static uint32_t refill_position(const struct sched_context *sc, uint32_t i)
{
    uint32_t position = sc->head + i;
    return position >= sc->capacity ? position - sc->capacity : position;
}

/*@ requires ring(sc);
    assigns \nothing;
    ensures \result == &sc->refills[ring_at(sc->head, sc->count - 1, sc->capacity)];
    ensures \result->amount == amount(sc, sc->count - 1) && \result->time == time(sc, sc->count - 1); */
static struct refill *refill_tail(struct sched_context *sc)
{
    return &sc->refills[refill_position(sc, sc->count - 1u)];
}

/*@ requires ring(sc) && sc->count < sc->capacity;
    assigns sc->count, sc->refills[ring_at(sc->head, sc->count, sc->capacity)];
    ensures ring(sc) && sc->count == \old(sc->count) + 1;
    ensures budget(sc) == \old(budget(sc)) + r.amount;
    ensures amount(sc, sc->count - 1) == r.amount && time(sc, sc->count - 1) == r.time;
    ensures \forall integer i; 0 <= i < \old(sc->count) ==>
      amount(sc, i) == \old(amount(sc, i)) && time(sc, i) == \old(time(sc, i)); */
static void refill_append(struct sched_context *sc, struct refill r)
{
    sc->refills[refill_position(sc, sc->count)] = r;
    sc->count++;
}

/*@ requires ring(sc) && sc->count >= 2;
    assigns sc->head, sc->count;
    ensures ring(sc) && sc->count == \old(sc->count) - 1;
    ensures sc->head == ring_at(\old(sc->head), 1, sc->capacity);
    ensures \result.amount == \old(amount(sc, 0)) && \result.time == \old(time(sc, 0));
    ensures amount(sc, 0) == \old(amount(sc, 1)) && time(sc, 0) == \old(time(sc, 1));
    ensures budget(sc) + \result.amount == \old(budget(sc));
    ensures \old(refills_bounded(sc)) ==> refills_bounded(sc);
    ensures \old(refills_ordered(sc, 1)) ==> refills_ordered(sc, 0); */
static struct refill refill_pop(struct sched_context *sc)
{
    struct refill r = *refill_head(sc);

    sc->head = refill_position(sc, 1);
    sc->count--;
    return r;
}

/* The queue becomes just this refill. */
/*@ requires ring_memory(sc, capacity) && 2 <= capacity < RING_LIMIT;
    assigns sc->capacity, sc->head, sc->count, sc->refills[0];
    ensures ring(sc) && sc->capacity == capacity && sc->head == 0 && sc->count == 1;
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
    requires 1 <= budget <= PERIOD_LIMIT && period <= PERIOD_LIMIT && kernel.now <= HORIZON;
    assigns sc->period, sc->capacity, sc->head, sc->count, sc->refills[0 .. 1];
    ensures ring(sc) && sc->capacity == capacity && sc->period == period && budget(sc) == budget;
    ensures period == 0 ==> sc->count == 2 && amount(sc, 0) == budget && amount(sc, 1) == 0;
    ensures period > 0 ==> refills_sound(sc); */
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
    assigns sc->period, sc->capacity, sc->head, sc->count, sc->refills[0 .. 1];
    ensures sc->capacity == capacity && sc->period == period && ring(sc);
    ensures budget(sc) == budget;
    ensures refills_bounded(sc);
    ensures refills_ordered(sc, 0); */
void refill_update(struct sched_context *sc, ticks_t period, ticks_t budget, uint32_t capacity)
{
    struct refill h = *refill_head(sc);

    if (h.time <= kernel.now) {
        h.time = kernel.now;
    }
    ticks_t kept = h.amount < budget ? h.amount : budget;
    /*@ assert 1 <= kept <= budget && h.time <= HORIZON; */
    sc->period = period;
    refill_reset(sc, (struct refill){.time = h.time, .amount = kept}, capacity);
    if (kept < budget) {
        refill_append(sc, (struct refill){.time = h.time + period, .amount = budget - kept});
    }
}

/* SC-12: budget that was used comes back as r. */
/*@ requires ring(sc);
    requires refills_bounded(sc);
    requires refills_ordered(sc, 0);
    requires budget(sc) + r.amount <= PERIOD_LIMIT;
    requires 1 <= r.amount && r.time <= TIME_LIMIT;
    assigns sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc);
    ensures budget(sc) == \old(budget(sc)) + r.amount;
    ensures refills_bounded(sc);
    ensures refills_ordered(sc, 0); */
static void refill_add(struct sched_context *sc, struct refill r)
{
    struct refill *tail = refill_tail(sc);

    /*@ assert \forall integer i; 0 <= i < sc->count - 1 ==>
          time(sc, i) + amount(sc, i) <= time(sc, sc->count - 1); */
    if (tail->time + tail->amount >= r.time) {
        tail->amount += r.amount;
    } else if (sc->count < sc->capacity) {
        refill_append(sc, r);
    } else {
        tail->time = r.time - tail->amount;
        tail->amount += r.amount;
    }
}

/* A whole head refill was used up: it comes back one period later. */
/*@ requires refills_sound(sc) && time(sc, 0) < HORIZON;
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc);
    ensures budget(sc) == \old(budget(sc)); */
static void refill_charge_head(struct sched_context *sc)
{
    if (sc->count == 1) {
        refill_head(sc)->time += sc->period;
        return;
    }
    struct refill r = refill_pop(sc);
    r.time += sc->period;
    refill_add(sc, r);
}

/*@ requires refills_sound(sc) && time(sc, 0) < HORIZON && 1 <= usage < amount(sc, 0);
    assigns sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc);
    ensures budget(sc) == \old(budget(sc)); */
static void refill_charge_part(struct sched_context *sc, ticks_t usage)
{
    struct refill *head = refill_head(sc);
    struct refill r = {.time = head->time + sc->period, .amount = usage};

    head->amount -= usage;
    head->time += usage;
    refill_add(sc, r);
}

/* Heads too small to be useful join their successor, which starts earlier by as much: no budget is lost. */
/*@ requires refills_sound(sc) && MIN_BUDGET_TICKS <= budget(sc);
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc) && budget(sc) == \old(budget(sc)) && amount(sc, 0) >= MIN_BUDGET_TICKS; */
static void refill_merge_small(struct sched_context *sc)
{
    /*@ loop invariant ring(sc) && sc->capacity == \at(sc->capacity, Pre);
        loop invariant refills_bounded(sc);
        loop invariant refills_ordered(sc, 0);
        loop invariant budget(sc) == \at(budget(sc), Pre);
        loop assigns sc->head, sc->count, sc->refills[0 .. \at(sc->capacity, Pre) - 1];
        loop variant sc->count; */
    while (refill_head(sc)->amount < min_budget()) {
        struct refill r = refill_pop(sc);
        struct refill *head = refill_head(sc);
        head->amount += r.amount;
        head->time -= r.amount;
    }
}

/*@ requires refills_sound(sc) && MIN_BUDGET_TICKS <= budget(sc);
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1];
    ensures refills_sound(sc) && budget(sc) == \old(budget(sc)) && amount(sc, 0) >= MIN_BUDGET_TICKS; */
void refill_charge(struct sched_context *sc, ticks_t usage)
{
    ticks_t horizon = time_horizon();

    /*@ loop invariant refills_sound(sc) && sc->capacity == \at(sc->capacity, Pre);
        loop invariant budget(sc) == \at(budget(sc), Pre);
        loop assigns usage, sc->head, sc->count, sc->refills[0 .. \at(sc->capacity, Pre) - 1];
        loop variant usage; */
    while (refill_head(sc)->amount <= usage && refill_head(sc)->time < horizon) {
        usage -= refill_head(sc)->amount;
        refill_charge_head(sc);
    }
    if (usage > 0 && refill_head(sc)->time < horizon) {
        refill_charge_part(sc, usage);
    }
    refill_merge_small(sc);
}

/*@ requires ring(sc) && sc->count == 2 && budget(sc) <= UINT64_MAX && usage <= sc->refills[sc->head].amount;
    assigns sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && budget(sc) == \old(budget(sc)); */
void refill_charge_slice(struct sched_context *sc, ticks_t usage)
{
    refill_head(sc)->amount -= usage;
    refill_tail(sc)->amount += usage;
}

/*@ requires ring(sc) && sc->count == 2 && budget(sc) <= UINT64_MAX;
    assigns sc->refills[0 .. sc->capacity - 1];
    ensures ring(sc) && sc->refills[sc->head].amount == \old(budget(sc)) && budget(sc) == \old(budget(sc)); */
void refill_new_slice(struct sched_context *sc)
{
    refill_head(sc)->amount += refill_tail(sc)->amount;
    refill_tail(sc)->amount = 0;
}

/*@ requires ring(sc) && (sc->period > 0 ==> refills_sound(sc)) && kernel.now <= HORIZON;
    requires \separated(&sc->period, &sc->capacity, &sc->head, &sc->count,
                        &sc->refills[0 .. sc->capacity - 1], &kernel);
    assigns sc->head, sc->count, sc->refills[0 .. sc->capacity - 1], kernel.rearm;
    ensures ring(sc);
    ensures budget(sc) == \old(budget(sc));
    ensures sc->period > 0 ==> refills_sound(sc);
    ensures sc->period > 0 && \old(time(sc, 0)) <= kernel.now ==> time(sc, 0) == kernel.now;
    ensures sc->period > 0 && \old(time(sc, 0)) <= kernel.now && sc->count >= 2 ==>
      time(sc, 0) + amount(sc, 0) < time(sc, 1); */
void refill_replenish(struct sched_context *sc)
{
    if (sc_round_robin(sc) || !sc_ready(sc)) {
        return;
    }
    refill_head(sc)->time = kernel.now;
    kernel.rearm = true;
    /*@ loop invariant ring(sc) && sc->capacity == \at(sc->capacity, Pre);
        loop invariant budget(sc) == \at(budget(sc), Pre);
        loop invariant refills_bounded(sc);
        loop invariant refills_ordered(sc, 1);
        loop invariant time(sc, 0) == kernel.now;
        loop assigns sc->head, sc->count, sc->refills[0 .. \at(sc->capacity, Pre) - 1];
        loop variant sc->count; */
    while (sc->count >= 2) {
        struct refill head = *refill_head(sc);
        if (sc->refills[refill_position(sc, 1)].time > head.time + head.amount) {
            break;
        }
        (void)refill_pop(sc);
        refill_head(sc)->time = head.time;
        refill_head(sc)->amount += head.amount;
    }
}
