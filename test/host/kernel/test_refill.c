/* SPDX-License-Identifier: BSD-2-Clause */
/* Budget arithmetic: the test vectors of SC-14, and properties that hold for any sequence of charges. */
#include "sched/refill.h"

#include "sched/time.h"
#include "state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* MIN_BUDGET is 20 us; vectors are in units of a microsecond. */
enum { US = TICKS_PER_US, ROOM = 16 };

static _Alignas(128) uint8_t memory[SC_HEADER_BYTES + ROOM * REFILL_BYTES];
static struct sched_context *const sc = (struct sched_context *)memory;

static void fresh(uint32_t capacity)
{
    memset(memory, 0, sizeof(memory));
    memset(&kernel, 0, sizeof(kernel));
    kernel.now = 1000 * US;
    refill_new(sc, capacity, 300 * US, 1000 * US);
}

struct vector {
    ticks_t time;
    ticks_t amount;
};

static void expect(uint32_t count, const struct vector *expected)
{
    assert_int_equal(sc->count, count);
    for (uint32_t i = 0; i < count; i++) {
        struct refill r = sc->refills[(sc->head + i) % sc->capacity];
        assert_int_equal(r.time, expected[i].time * US);
        assert_int_equal(r.amount, expected[i].amount * US);
    }
}

#define EXPECT(...)                                                     \
    do {                                                                \
        const struct vector expected[] = {__VA_ARGS__};                 \
        expect(sizeof(expected) / sizeof(expected[0]), expected);       \
    } while (0)

static void sc14_capacity_two(void **state)
{
    (void)state;
    fresh(2);
    EXPECT({1000, 300});
    refill_charge(sc, 100 * US);
    EXPECT({1100, 200}, {2000, 100});
    refill_charge(sc, 50 * US);
    EXPECT({1150, 150}, {2000, 150});
    kernel.now = 1400 * US;
    refill_replenish(sc);
    EXPECT({1400, 150}, {2000, 150});
    refill_charge(sc, 50 * US);
    EXPECT({1450, 100}, {2250, 200});
    refill_charge(sc, 90 * US);
    EXPECT({2240, 300});
}

static void sc14_capacity_four(void **state)
{
    (void)state;
    fresh(4);
    refill_charge(sc, 100 * US);
    kernel.now = 1400 * US;
    refill_replenish(sc);
    EXPECT({1400, 200}, {2000, 100});
    refill_charge(sc, 50 * US);
    EXPECT({1450, 150}, {2000, 100}, {2400, 50});
    kernel.now = 1600 * US;
    refill_replenish(sc);
    refill_charge(sc, 140 * US);
    EXPECT({1990, 110}, {2400, 50}, {2600, 140});
}

static void sc14_whole_budget(void **state)
{
    (void)state;
    fresh(4);
    refill_charge(sc, 300 * US);
    EXPECT({2000, 300});
}

static void sc11_update_to_less(void **state)
{
    (void)state;
    fresh(4);
    refill_charge(sc, 120 * US);
    refill_update(sc, 500 * US, 100 * US, 4);
    EXPECT({1120, 100});
}

static void sc11_update_to_more(void **state)
{
    (void)state;
    fresh(4);
    refill_charge(sc, 120 * US);
    kernel.now = 1120 * US;
    refill_update(sc, 2000 * US, 400 * US, 4);
    EXPECT({1120, 180}, {3120, 220});
}

static void sc10_round_robin(void **state)
{
    (void)state;
    fresh(2);
    refill_new(sc, 2, 300 * US, 0);
    refill_charge_slice(sc, 120 * US);
    assert_int_equal(refill_head(sc)->amount, 180 * US);
    refill_new_slice(sc);
    assert_int_equal(refill_head(sc)->amount, 300 * US);
    assert_true(sc_ready(sc));
}

static void sc16_an_overrun_charges_many_refills(void **state)
{
    (void)state;
    fresh(4);
    refill_charge(sc, 100 * US);
    kernel.now = 1400 * US;
    refill_replenish(sc);
    refill_charge(sc, 50 * US);
    kernel.now = 1600 * US;
    refill_replenish(sc);
    refill_charge(sc, 140 * US);
    EXPECT({1990, 110}, {2400, 50}, {2600, 140});
    refill_charge(sc, 200 * US);
    EXPECT({2640, 100}, {2990, 110}, {3400, 50}, {3600, 40});
    refill_charge(sc, 900 * US);
    assert_int_equal(refill_head(sc)->time >= 5640 * US, 1);
}

static void sci23_only_what_converts_is_taken(void **state)
{
    (void)state;
    fresh(2);
    sc->consumed = UINT64_MAX;
    assert_int_equal(sc_take_consumed(sc), us_from_ticks(TICKS_MAX_TO_US));
    assert_int_equal(sc->consumed, UINT64_MAX - TICKS_MAX_TO_US);
    assert_int_equal(sc_take_consumed(sc), us_from_ticks(TICKS_MAX_TO_US));
    assert_int_equal(sc_take_consumed(sc), us_from_ticks(1));
    assert_int_equal(sc->consumed, 0);
}

static ticks_t total(void)
{
    ticks_t sum = 0;
    for (uint32_t i = 0; i < sc->count; i++) {
        sum += sc->refills[(sc->head + i) % sc->capacity].amount;
    }
    return sum;
}

/* INV-7 and SC-5, and the point of it all: never more than the budget in any window of one period. */
static void budget_is_never_exceeded(void **state)
{
    enum { TURNS = 20000, HISTORY = 64 };
    (void)state;
    srand(7);
    for (uint32_t capacity = 2; capacity <= ROOM; capacity += 7) {
        struct vector used[HISTORY] = {{0, 0}};
        fresh(capacity);
        for (uint32_t turn = 0; turn < TURNS; turn++) {
            if (!sc_ready(sc)) {
                kernel.now = refill_head(sc)->time + (ticks_t)(rand() % 200) * US;
            }
            refill_replenish(sc);
            ticks_t usage = 1u + (ticks_t)rand() % refill_head(sc)->amount;
            used[turn % HISTORY] = (struct vector){kernel.now, usage};
            kernel.now += usage;
            refill_charge(sc, usage);
            assert_int_equal(total(), 300 * US);
            assert_true(refill_head(sc)->amount >= min_budget());
            ticks_t window = 0;
            for (uint32_t i = 0; i < HISTORY; i++) {
                if (used[i].time + 1000 * US > kernel.now) {
                    window += used[i].amount;
                }
            }
            assert_true(window <= 300 * US);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sc14_capacity_two), cmocka_unit_test(sc14_capacity_four),
        cmocka_unit_test(sc14_whole_budget), cmocka_unit_test(sc11_update_to_less),
        cmocka_unit_test(sc11_update_to_more), cmocka_unit_test(sc10_round_robin),
        cmocka_unit_test(budget_is_never_exceeded), cmocka_unit_test(sc16_an_overrun_charges_many_refills),
        cmocka_unit_test(sci23_only_what_converts_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
