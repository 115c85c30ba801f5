/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The network queue: wire layout, both views of it, hostile peers, and signals that are never lost.
 */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "../../../os/net/queue/ends.h"
#include "world.h"

#define HAND_OFFS 200000u

/* GEN-50. */
static void descriptor_bytes(void **state)
{
    (void)state;
    static const uint8_t expected[11] = { 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x3f };
    net_buff_desc_t desc;
    memset(&desc, 0, sizeof(desc));
    desc.io_or_offset = 1;
    desc.len = 2;
    desc.oid = 63;
    assert_memory_equal(&desc, expected, sizeof(expected));
}

/* Random work on a queue past the 16-bit wrap, against a plain count (NET-4, WEAK-30, GEN-57). */
static void wraps_at_capacity(uint32_t capacity)
{
    struct test_link link;
    link_create(&link, (uint16_t)capacity, 0);
    uint64_t put = 0;
    uint64_t taken = 0;
    while (taken < 140000) {
        for (uint32_t burst = random_below(capacity + 2); burst > 0; burst--) {
            int expected = put - taken == capacity ? -1 : 0;
            assert_int_equal(net_queue_full_active(&link.peer), expected == -1);
            net_buff_desc_t desc = { .io_or_offset = put };
            assert_int_equal(net_enqueue_active(&link.peer, desc), expected);
            put += expected == 0;
        }
        assert_int_equal(net_queue_length(link.peer.active), put - taken);
        for (uint32_t burst = random_below(capacity + 2); burst > 0; burst--) {
            net_buff_desc_t desc;
            int expected = put == taken ? -1 : 0;
            assert_int_equal(net_dequeue_active(&link.peer, &desc), expected);
            if (expected == 0) {
                assert_int_equal(desc.io_or_offset, taken);
                taken++;
            }
        }
    }
    link_destroy(&link);
}

static void wraps(void **state)
{
    (void)state;
    random_seed(1);
    wraps_at_capacity(1);
    wraps_at_capacity(2);
    wraps_at_capacity(512);
    wraps_at_capacity(32768);
}

/* NET-9: base, distance and length of the initial buffers. */
static void initial_buffers(void **state)
{
    (void)state;
    struct test_link link;
    link_create(&link, 4, 0);
    net_buffers_init(&link.peer, 0x10000);
    for (uint64_t i = 0; i < 4; i++) {
        net_buff_desc_t desc;
        assert_int_equal(net_dequeue_free(&link.peer, &desc), 0);
        assert_int_equal(desc.io_or_offset, 0x10000 + 2048 * i);
        assert_int_equal(desc.len, 0);
    }
    assert_true(net_queue_empty_free(&link.peer));
    link_destroy(&link);
}

/* The trusted ends and the public functions are two views of one queue. */
static void views_agree(void **state)
{
    (void)state;
    struct test_link link;
    struct net_in in;
    net_buff_desc_t desc;
    link_create(&link, 8, 5);
    assert_true(net_in_init(&in, &link.conn));
    assert_int_equal(in.channel, 5);
    for (uint32_t i = 0; i < 200000; i++) {
        desc = (net_buff_desc_t) { .io_or_offset = i, .len = 7, .oid = 3 };
        assert_int_equal(net_enqueue_active(&link.peer, desc), 0);
        assert_true(net_take(&in.active, &desc));
        assert_int_equal(desc.io_or_offset, i);
        assert_int_equal(desc.len, 7);
        assert_int_equal(desc.oid, 3);
        assert_true(net_give(&in.free, desc));
        assert_int_equal(net_dequeue_free(&link.peer, &desc), 0);
        assert_int_equal(desc.io_or_offset, i);
    }
    link_destroy(&link);
}

/* An impossible peer index reads as empty or full, and does no lasting harm (GEN-12). */
static void index_jumps(void **state)
{
    (void)state;
    static const uint16_t jumps[] = { 9, 0xffff, 0x8000, 0x7fff, 1000 };
    struct test_link link;
    struct net_in in;
    net_buff_desc_t desc;
    link_create(&link, 8, 0);
    assert_true(net_in_init(&in, &link.conn));
    for (unsigned int i = 0; i < 5; i++) {
        link.peer.active->tail = jumps[i];
        assert_false(net_take(&in.active, &desc));
        assert_int_equal(net_dequeue_active(&link.peer, &desc), -1);
        link.peer.free->head = (uint16_t)-jumps[i];
        assert_false(net_give(&in.free, desc));
        assert_int_equal(net_enqueue_free(&link.peer, desc), -1);
    }
    link.peer.active->tail = 1;
    link.peer.free->head = 0;
    assert_true(net_take(&in.active, &desc));
    assert_true(net_give(&in.free, desc));
    link_destroy(&link);
}

/* The trusted ends never read their own index back (WEAK-2). */
static void own_index_is_private(void **state)
{
    (void)state;
    struct test_link link;
    struct net_in in;
    net_buff_desc_t desc;
    link_create(&link, 8, 0);
    assert_true(net_in_init(&in, &link.conn));
    for (uint16_t i = 0; i < 100; i++) {
        link.peer.active->buffers[i % 8].io_or_offset = i;
        link.peer.active->tail = (uint16_t)(i + 1);
        link.peer.active->head = (uint16_t)random_bits();
        assert_true(net_take(&in.active, &desc));
        assert_int_equal(desc.io_or_offset, i);
        assert_int_equal(link.peer.active->head, i + 1);
        link.peer.free->head = i;
        link.peer.free->tail = (uint16_t)random_bits();
        assert_true(net_give(&in.free, desc));
        assert_int_equal(link.peer.free->tail, i + 1);
    }
    link_destroy(&link);
}

static void unsound_connections(void **state)
{
    (void)state;
    struct test_link link;
    struct net_in in;
    struct net_out out;
    link_create(&link, 8, 0);
    net_connection_resource_t conn = link.conn;
    conn.num_buffers = 0;
    assert_false(net_in_init(&in, &conn));
    conn.num_buffers = 6;
    assert_false(net_out_init(&out, &conn));
    conn.num_buffers = 16;
    assert_false(net_out_init(&out, &conn));
    conn = link.conn;
    conn.active_queue.vaddr = NULL;
    assert_false(net_in_init(&in, &conn));
    link_destroy(&link);
}

/* SIG-3: what arrives between the last look and the request is found; then a notification is requested. */
static void rearm_finds_late_descriptor(void **state)
{
    (void)state;
    struct test_link link;
    struct net_in in;
    net_buff_desc_t desc = { .len = 1 };
    link_create(&link, 2, 0);
    assert_true(net_in_init(&in, &link.conn));
    assert_false(net_rearm(&in.active));
    assert_true(net_require_signal_active(&link.peer));
    assert_int_equal(net_enqueue_active(&link.peer, desc), 0);
    assert_true(net_rearm(&in.active));
    assert_false(net_require_signal_active(&link.peer));
    link_destroy(&link);
}

/* The bounded loop stops at its budget and leaves a notification requested. */
static void bounded_loop(void **state)
{
    (void)state;
    struct test_link link;
    struct net_in in;
    net_buff_desc_t desc = { .len = 1 };
    uint32_t budget = 3;
    link_create(&link, 8, 0);
    assert_true(net_in_init(&in, &link.conn));
    for (unsigned int i = 0; i < 5; i++) {
        assert_int_equal(net_enqueue_active(&link.peer, desc), 0);
    }
    net_cancel_signal_active(&link.peer);
    for (unsigned int i = 0; i < 3; i++) {
        assert_true(net_take_bounded(&in.active, &budget, &desc));
    }
    assert_false(net_take_bounded(&in.active, &budget, &desc));
    assert_int_equal(budget, 0);
    assert_true(net_require_signal_active(&link.peer));
    budget = 8;
    while (net_take_bounded(&in.active, &budget, &desc)) {
    }
    assert_true(budget > 0);
    link_destroy(&link);
}

struct hand_off {
    struct test_link link;
    sem_t notification;
};

/* Puts one descriptor at a time, each as soon as the last was taken, and notifies only when asked. */
static void *hand_off_producer(void *argument)
{
    struct hand_off *shared = argument;
    for (uint64_t i = 0; i < HAND_OFFS; i++) {
        while (net_enqueue_active(&shared->link.peer, (net_buff_desc_t) { .io_or_offset = i }) != 0) {
            sched_yield();
        }
        if (net_require_signal_active(&shared->link.peer)) {
            net_cancel_signal_active(&shared->link.peer);
            sem_post(&shared->notification);
        }
    }
    return NULL;
}

/* GEN-57: one buffer in flight, two real threads; a lost wake-up shows as a time-out. */
static void no_lost_signal(void **state)
{
    (void)state;
    struct hand_off shared;
    struct net_in in;
    pthread_t producer;
    uint64_t received = 0;
    link_create(&shared.link, 1, 0);
    assert_true(net_in_init(&in, &shared.link.conn));
    sem_init(&shared.notification, 0, 0);
    assert_int_equal(pthread_create(&producer, NULL, hand_off_producer, &shared), 0);
    while (received < HAND_OFFS) {
        net_buff_desc_t desc;
        uint32_t budget = UINT32_MAX;
        while (net_take_bounded(&in.active, &budget, &desc)) {
            assert_int_equal(desc.io_or_offset, received);
            received++;
        }
        if (received < HAND_OFFS) {
            struct timespec limit;
            clock_gettime(CLOCK_REALTIME, &limit);
            limit.tv_sec += 20;
            assert_int_equal(sem_timedwait(&shared.notification, &limit), 0);
        }
    }
    pthread_join(producer, NULL);
    link_destroy(&shared.link);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descriptor_bytes),
        cmocka_unit_test(wraps),
        cmocka_unit_test(initial_buffers),
        cmocka_unit_test(views_agree),
        cmocka_unit_test(index_jumps),
        cmocka_unit_test(own_index_is_private),
        cmocka_unit_test(unsound_connections),
        cmocka_unit_test(rearm_finds_late_descriptor),
        cmocka_unit_test(bounded_loop),
        cmocka_unit_test(no_lost_signal),
    };
    return cmocka_run_group_tests_name("net queue", tests, NULL, NULL);
}
