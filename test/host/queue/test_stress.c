/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Producer and consumer on two threads. Each sleeps on a semaphore when it has nothing to do, as a PD sleeps
 * on its notification, so a lost wake-up hangs the test; an alarm turns the hang into a failure (GEN-57).
 */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include <os/queue/signal.h>
#include <os/queue/spsc.h>

#define MAX_CAPACITY   512u
#define TIME_LIMIT_S   120u

/* One link in shared memory, with a flag in each direction. */
struct link {
    uint32_t tail;
    uint32_t head;
    uint32_t consumer_signalled;
    uint32_t producer_signalled;
    uint64_t entries[MAX_CAPACITY];
    uint32_t capacity;
    uint32_t start;
    uint64_t total;
    sem_t consumer_wakes;
    sem_t producer_wakes;
};

static void *produce(void *arg)
{
    struct link *link = arg;
    struct spsc32_producer p;
    uint64_t next = 0;

    spsc32_producer_init(&p, &link->tail, &link->head, link->capacity, link->start);
    while (next < link->total) {
        uint32_t room = spsc32_producer_free(&p);

        if (room == 0) {
            queue_signal_request(&link->producer_signalled);
            room = spsc32_producer_free(&p);
            if (room == 0) {
                sem_wait(&link->producer_wakes);
                continue;
            }
            queue_signal_cancel(&link->producer_signalled);
        }
        for (uint32_t i = 0; i < room && next < link->total; i++) {
            link->entries[spsc32_producer_slot(&p, 0)] = next;
            next++;
            spsc32_producer_publish(&p, 1);
        }
        if (queue_signal_take(&link->consumer_signalled)) {
            sem_post(&link->consumer_wakes);
        }
    }
    return (void *)(uintptr_t)p.violations;
}

/* SIG-3. Returns the number of entries that were wrong. */
static uint64_t consume(struct link *link)
{
    struct spsc32_consumer c;
    uint64_t next = 0, wrong = 0;

    spsc32_consumer_init(&c, &link->tail, &link->head, link->capacity, link->start);
    while (next < link->total) {
        uint32_t ready = spsc32_consumer_ready(&c);

        for (uint32_t i = 0; i < ready; i++) {
            wrong += link->entries[spsc32_consumer_slot(&c, i)] != next;
            next++;
        }
        spsc32_consumer_release(&c, ready);
        if (queue_signal_take(&link->producer_signalled)) {
            sem_post(&link->producer_wakes);
        }
        queue_signal_request(&link->consumer_signalled);
        if (spsc32_consumer_ready(&c) > 0) {
            queue_signal_cancel(&link->consumer_signalled);
        } else if (next < link->total) {
            sem_wait(&link->consumer_wakes);
        }
    }
    return wrong + c.violations;
}

static void run(uint32_t capacity, uint32_t start, uint64_t total)
{
    struct link link = { .tail = start, .head = start, .capacity = capacity, .start = start, .total = total };
    pthread_t producer;
    void *violations;

    sem_init(&link.consumer_wakes, 0, 0);
    sem_init(&link.producer_wakes, 0, 0);
    alarm(TIME_LIMIT_S);
    assert_int_equal(pthread_create(&producer, NULL, produce, &link), 0);
    assert_int_equal(consume(&link), 0);
    assert_int_equal(pthread_join(producer, &violations), 0);
    alarm(0);
    assert_null(violations);
    sem_destroy(&link.consumer_wakes);
    sem_destroy(&link.producer_wakes);
}

static void test_single_buffer(void **state)
{
    (void)state;
    run(1, 0, 50000);
}

static void test_two(void **state)
{
    (void)state;
    run(2, 0xffffff00, 100000);
}

static void test_large(void **state)
{
    (void)state;
    run(512, 0xffff0000, 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single_buffer),
        cmocka_unit_test(test_two),
        cmocka_unit_test(test_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
