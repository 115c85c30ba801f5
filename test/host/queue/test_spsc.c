/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Properties of the generic queue in both index widths: exact across the wrap, and safe with a hostile peer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <os/queue/spsc.h>

/* Index values around which arithmetic could go wrong (GEN-57). */
static const uint32_t starts[] = { 0, 1, 0x7fff, 0x8000, 0xfff0, 0xffff, 0x10000, 0x7fffffff,
                                   0xfffffff0, 0xffffffff };

#define STARTS (sizeof(starts) / sizeof(starts[0]))

static void test_capacity_valid(void **state)
{
    (void)state;
    for (uint32_t bit = 0; bit < 32; bit++) {
        assert_int_equal(spsc32_capacity_valid(1u << bit), true);
        assert_int_equal(spsc16_capacity_valid(1u << bit), bit <= 15);
    }
    assert_false(spsc16_capacity_valid(0));
    assert_false(spsc32_capacity_valid(0));
    assert_false(spsc16_capacity_valid(3));
    assert_false(spsc32_capacity_valid(0xffffffff));
    assert_false(spsc32_capacity_valid(0x80000001));
}

/*
 * Every length from empty to full, from every start: length and space add up, slots stay in the array
 * (NET-4).
 */
static void test_arithmetic_16(void **state)
{
    (void)state;
    for (size_t i = 0; i < STARTS; i++) {
        uint16_t head = (uint16_t)starts[i];

        for (uint32_t capacity = 1; capacity <= 32768; capacity *= 2) {
            for (uint32_t n = 0; n <= capacity; n = n < 4 ? n + 1 : n * 2) {
                uint16_t tail = (uint16_t)(head + n);

                assert_int_equal(spsc16_length(tail, head, capacity), n);
                assert_int_equal(spsc16_space(tail, head, capacity), capacity - n);
                assert_true(spsc16_slot(tail, capacity) < capacity);
            }
        }
    }
}

/* WEAK-30: full stays full when tail has wrapped and head has not. */
static void test_full_across_wrap(void **state)
{
    (void)state;
    for (uint32_t tail = 0; tail < 512; tail++) {
        assert_int_equal(spsc16_space((uint16_t)tail, (uint16_t)(tail - 512), 512), 0);
        assert_int_equal(spsc32_space(tail, tail - 512, 512), 0);
    }
}

/* Exhaustive for a small capacity: an impossible pair of indices gives neither data nor room (GEN-12). */
static void test_impossible_indices(void **state)
{
    (void)state;
    for (uint32_t distance = 0; distance <= 0xffff; distance++) {
        bool possible = distance <= 8;

        assert_int_equal(spsc16_length((uint16_t)distance, 0, 8), possible ? distance : 0);
        assert_int_equal(spsc16_space((uint16_t)distance, 0, 8), possible ? 8 - distance : 0);
    }
    assert_int_equal(spsc32_length(9, 0, 8), 0);
    assert_int_equal(spsc32_length(0xffffffff, 0, 8), 0);
    assert_int_equal(spsc32_space(0xffffffff, 0, 8), 0);
    assert_int_equal(spsc32_length(0x80000000, 0, 0x80000000), 0x80000000);
}

/* A million entries in order through every kind of batch, starting near the wrap. */
static void run_transfer(uint32_t capacity, uint32_t start)
{
    uint32_t *entries = calloc(capacity, sizeof(*entries));
    uint32_t tail = start, head = start, written = 0, read = 0;
    struct spsc32_producer p;
    struct spsc32_consumer c;

    assert_non_null(entries);
    spsc32_producer_init(&p, &tail, &head, capacity, start);
    spsc32_consumer_init(&c, &tail, &head, capacity, start);
    srand(capacity + start);
    while (read < 20000) {
        uint32_t batch = (uint32_t)rand() % (spsc32_producer_free(&p) + 1);

        for (uint32_t i = 0; i < batch; i++) {
            entries[spsc32_producer_slot(&p, i)] = written++;
        }
        spsc32_producer_publish(&p, batch);
        assert_int_equal(spsc32_consumer_ready(&c), written - read);
        batch = (uint32_t)rand() % (spsc32_consumer_ready(&c) + 1);
        for (uint32_t i = 0; i < batch; i++) {
            assert_int_equal(entries[spsc32_consumer_slot(&c, i)], read++);
        }
        spsc32_consumer_release(&c, batch);
    }
    assert_int_equal(p.violations + c.violations, 0);
    free(entries);
}

static void test_transfer(void **state)
{
    static const uint32_t capacities[] = { 1, 2, 512, 32768 };

    (void)state;
    for (size_t i = 0; i < sizeof(capacities) / sizeof(capacities[0]); i++) {
        for (size_t j = 0; j < STARTS; j++) {
            run_transfer(capacities[i], starts[j]);
        }
    }
}

/* Past 65536 several times with 16-bit indices, one entry at a time and full in between. */
static void test_wrap_16(void **state)
{
    uint16_t tail = 0xff00, head = 0xff00;
    struct spsc16_producer p;
    struct spsc16_consumer c;

    (void)state;
    spsc16_producer_init(&p, &tail, &head, 4, 0xff00);
    spsc16_consumer_init(&c, &tail, &head, 4, 0xff00);
    for (uint32_t i = 0; i < 200000; i++) {
        assert_int_equal(spsc16_producer_free(&p), 4);
        spsc16_producer_publish(&p, 4);
        assert_int_equal(spsc16_producer_free(&p), 0);
        assert_int_equal(spsc16_consumer_ready(&c), 4);
        assert_int_equal(spsc16_consumer_slot(&c, 3), (0xff00 + i * 4 + 3) % 4);
        spsc16_consumer_release(&c, 4);
        assert_int_equal(spsc16_consumer_ready(&c), 0);
    }
}

/* A peer that overwrites our index changes nothing for us, and the next publication restores it (WEAK-2). */
static void test_own_index_is_private(void **state)
{
    uint32_t tail = 0, head = 0;
    struct spsc32_producer p;

    (void)state;
    spsc32_producer_init(&p, &tail, &head, 16, 0);
    spsc32_producer_publish(&p, 3);
    tail = 0xdeadbeef;
    assert_int_equal(spsc32_producer_free(&p), 13);
    assert_int_equal(spsc32_producer_slot(&p, 0), 3);
    spsc32_producer_publish(&p, 1);
    assert_int_equal(tail, 4);
}

/* Random peer indices: the result is always usable as a bound, and impossible ones are counted. */
static void test_hostile_peer(void **state)
{
    uint32_t tail = 0, head = 0, impossible = 0;
    struct spsc32_consumer c;

    (void)state;
    srand(1);
    spsc32_consumer_init(&c, &tail, &head, 64, 0);
    for (uint32_t i = 0; i < 100000; i++) {
        uint32_t ready;

        tail = i % 2 != 0 ? c.head + (uint32_t)rand() % 128 : (uint32_t)rand() * 2u;
        ready = spsc32_consumer_ready(&c);
        impossible += tail - c.head > 64;
        assert_true(ready <= 64);
        assert_true(ready == 0 || spsc32_consumer_slot(&c, ready - 1) < 64);
        spsc32_consumer_release(&c, ready);
    }
    assert_true(impossible > 1000);
    assert_int_equal(c.violations, impossible);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capacity_valid),      cmocka_unit_test(test_arithmetic_16),
        cmocka_unit_test(test_full_across_wrap),    cmocka_unit_test(test_impossible_indices),
        cmocka_unit_test(test_transfer),            cmocka_unit_test(test_wrap_16),
        cmocka_unit_test(test_own_index_is_private), cmocka_unit_test(test_hostile_peer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
