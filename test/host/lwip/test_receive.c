/* SPDX-License-Identifier: BSD-2-Clause */
/* Receiving through the port, and its pool of pbufs. Buffers are counted, since a lost one is never seen
 * again. */
#include "world.h"

#include <string.h>

#include <lwip/timeouts.h>

#include "os_lwip_hooks.h"

static void answers_through_the_queues(void **state)
{
    (void)state;
    net_buff_desc_t sent;

    deliver(4 * NET_BUFFER_SIZE, QUESTION_LENGTH, question, QUESTION_LENGTH);
    sddf_lwip_process_rx();
    sddf_lwip_maybe_notify();
    assert_int_equal(net_dequeue_active(&tx, &sent), 0);
    assert_int_equal(sent.len, 42);
    assert_int_equal(sent.oid, 0);
    assert_memory_equal(tx_data + sent.io_or_offset, question + 6, 6);
    assert_memory_equal(tx_data + sent.io_or_offset + 6, net.mac_addr.addr, 6);
    assert_int_equal(tx_data[sent.io_or_offset + 21], 2);
    assert_int_equal(mock.notified[TX_CHANNEL], 1);
    assert_int_equal(mock.notified[RX_CHANNEL], 1);
}

static void gives_the_receive_buffer_back(void **state)
{
    (void)state;
    net_buff_desc_t returned;

    deliver(7 * NET_BUFFER_SIZE, QUESTION_LENGTH, question, QUESTION_LENGTH);
    sddf_lwip_process_rx();
    assert_int_equal(net_queue_length(rx.free), 1);
    assert_int_equal(net_dequeue_free(&rx, &returned), 0);
    assert_int_equal(returned.io_or_offset, 7 * NET_BUFFER_SIZE);
    assert_int_equal(sddf_lwip_counters()->rx_packets, 1);
}

static void asks_to_be_woken_before_it_sleeps(void **state)
{
    (void)state;
    rx.active->consumer_signalled = 1;
    sddf_lwip_process_rx();
    assert_int_equal(rx.active->consumer_signalled, 0);
}

/* NET-96: what a neighbour must never send is dropped, and the rest still works. */
static void drops_descriptors_that_make_no_sense(void **state)
{
    (void)state;
    deliver(1, 60, NULL, 0);
    deliver(BUFFERS * NET_BUFFER_SIZE, 60, NULL, 0);
    deliver(UINT64_MAX - NET_BUFFER_SIZE + 1, 60, NULL, 0);
    deliver(0, 0, NULL, 0);
    deliver(0, NET_BUFFER_SIZE + 1, NULL, 0);
    deliver(0, UINT16_MAX, NULL, 0);
    deliver(NET_BUFFER_SIZE, QUESTION_LENGTH, question, QUESTION_LENGTH);
    sddf_lwip_process_rx();
    assert_int_equal(sddf_lwip_counters()->rx_dropped, 6);
    assert_int_equal(net_queue_length(rx.free), 1);
    assert_int_equal(net_queue_length(tx.active), 1);
}

static void takes_impossible_indices_for_an_empty_queue(void **state)
{
    (void)state;
    rx.active->tail = BUFFERS + 1;
    sddf_lwip_process_rx();
    assert_int_equal(sddf_lwip_counters()->rx_packets, 0);
    assert_int_equal(sddf_lwip_counters()->rx_dropped, 0);
}

static void survives_frames_of_every_length_and_kind(void **state)
{
    (void)state;
    unsigned char frame[NET_BUFFER_SIZE];
    uint64_t random = 1;

    for (unsigned round = 0; round < 20000; round++) {
        size_t length = 1 + round % sizeof frame;
        for (size_t i = 0; i < length; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            frame[i] = (unsigned char)(random >> 56);
        }
        if (round % 2 == 0 && length > 20) {
            memcpy(frame, question, 14);
            frame[13] = round % 4 == 0 ? 0x00 : 0x06;
        }
        deliver((round % BUFFERS) * NET_BUFFER_SIZE, (uint16_t)length, frame, length);
        sddf_lwip_process_rx();
        net_buff_desc_t buffer;
        assert_int_equal(net_dequeue_free(&rx, &buffer), 0);
        while (net_dequeue_active(&tx, &buffer) == 0) {
            assert_int_equal(net_enqueue_free(&tx, buffer), 0);
        }
    }
    assert_int_equal(net_queue_length(rx.free), 0);
    assert_int_equal(net_queue_length(tx.free), BUFFERS);
    assert_int_equal(errors, 0);
}

/* NET-96: with every pbuf taken, receiving stops instead of turning in circles, and goes on when one comes
 * back. */
static void waits_while_the_pool_is_empty(void **state)
{
    (void)state;
    struct pbuf *taken[PBUFS];

    for (unsigned i = 0; i < PBUFS; i++) {
        taken[i] = sddf_lwip_pbuf_pool_alloc();
        assert_non_null(taken[i]);
    }
    assert_true(sddf_lwip_pbuf_pool_empty());
    assert_null(sddf_lwip_pbuf_pool_alloc());
    deliver(0, QUESTION_LENGTH, question, QUESTION_LENGTH);
    sddf_lwip_process_rx();
    assert_int_equal(net_queue_length(rx.active), 1);
    pbuf_free(taken[0]);
    sddf_lwip_process_timeout();
    assert_int_equal(net_queue_length(rx.active), 0);
    assert_int_equal(net_queue_length(tx.active), 1);
    for (unsigned i = 1; i < PBUFS; i++) {
        pbuf_free(taken[i]);
    }
}

static void free_packet(void *packet)
{
    pbuf_free(packet);
}

/* A frame that waits for a packet is taken at the tick that frees one, not at the next. */
static void takes_what_waited_when_a_timeout_frees_a_packet(void **state)
{
    (void)state;
    struct pbuf *taken[PBUFS];

    for (unsigned i = 0; i < PBUFS; i++) {
        taken[i] = sddf_lwip_pbuf_pool_alloc();
    }
    sys_timeout(0, free_packet, taken[0]);
    deliver(0, QUESTION_LENGTH, question, QUESTION_LENGTH);
    sddf_lwip_process_timeout();
    assert_int_equal(net_queue_length(rx.active), 0);
    assert_int_equal(rx.active->consumer_signalled, 0);
    for (unsigned i = 1; i < PBUFS; i++) {
        pbuf_free(taken[i]);
    }
}

static void refuses_to_free_what_is_not_in_use(void **state)
{
    (void)state;
    struct pbuf *p = sddf_lwip_pbuf_pool_alloc();
    struct pbuf stranger;

    assert_int_equal(sddf_lwip_pbuf_pool_free(&stranger), SDDF_LWIP_ERR_INVALID_PBUF);
    assert_int_equal(sddf_lwip_pbuf_pool_free((struct pbuf *)((char *)p + 8)), SDDF_LWIP_ERR_INVALID_PBUF);
    struct pool_pbuf *end = (struct pool_pbuf *)config.pbuf_pool.vaddr + PBUFS;
    assert_int_equal(sddf_lwip_pbuf_pool_free((struct pbuf *)end), SDDF_LWIP_ERR_INVALID_PBUF);
    assert_int_equal(sddf_lwip_pbuf_pool_free(p), SDDF_LWIP_ERR_OK);
    assert_int_equal(sddf_lwip_pbuf_pool_free(p), SDDF_LWIP_ERR_INVALID_PBUF);
    assert_int_equal(net_queue_length(rx.free), 0);
}

/* SIG-6: no notification for a peer that has said that it looks by itself. */
static void notifies_only_who_waits(void **state)
{
    (void)state;
    tx.active->consumer_signalled = 1;
    rx.free->consumer_signalled = 1;
    deliver(0, QUESTION_LENGTH, question, QUESTION_LENGTH);
    sddf_lwip_process_rx();
    sddf_lwip_maybe_notify();
    assert_int_equal(mock_notifications(), 0);
}

/* RFC 6528: per connection far apart, for one connection rising with time. */
static void chooses_sequence_numbers(void **state)
{
    (void)state;
    ip_addr_t here = IPADDR4_INIT_BYTES(10, 0, 2, 15);
    ip_addr_t there = IPADDR4_INIT_BYTES(10, 0, 2, 2);

    lwip_port.now = 1000000000;
    u32_t first = os_lwip_tcp_isn(&here, 80, &there, 5000);
    assert_int_not_equal(os_lwip_tcp_isn(&here, 80, &there, 5001), first);
    lwip_port.now += 4000 * 1000;
    assert_int_equal(os_lwip_tcp_isn(&here, 80, &there, 5000), first + 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answers_through_the_queues),
        TEST(gives_the_receive_buffer_back),
        TEST(asks_to_be_woken_before_it_sleeps),
        TEST(drops_descriptors_that_make_no_sense),
        TEST(takes_impossible_indices_for_an_empty_queue),
        TEST(survives_frames_of_every_length_and_kind),
        TEST(waits_while_the_pool_is_empty),
        TEST(takes_what_waited_when_a_timeout_frees_a_packet),
        TEST(refuses_to_free_what_is_not_in_use),
        TEST(notifies_only_who_waits),
        TEST(chooses_sequence_numbers),
    };
    return cmocka_run_group_tests_name("lwip receive", tests, NULL, NULL);
}
