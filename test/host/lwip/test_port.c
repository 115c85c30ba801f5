/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lwIP port between real queues and the real lwIP, with the test as its neighbour: copier, transmit virtualiser
 * and timer driver. Buffers are counted throughout, since a lost one is never seen again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mock_sddf.h"
#include "port.h"

#define BUFFERS 16
#define RX_CHANNEL 3
#define TX_CHANNEL 5
#define PBUFS (2 * BUFFERS)

static net_queue_handle_t rx; /* the copier's end: it fills active, and takes from free */
static net_queue_handle_t tx; /* the virtualiser's end: it takes from active, and fills free */
static char *rx_data;
static char *tx_data;
static net_client_config_t net;
static timer_client_config_t timer;
static lib_sddf_lwip_config_t config;
static unsigned errors;

static int count_error(const char *format, ...)
{
    (void)format;
    errors++;
    return 0;
}

static void ignore_address(char *address)
{
    (void)address;
}

static net_queue_t *new_queue(void)
{
    return calloc(1, NET_QUEUE_BYTES(BUFFERS));
}

static void at_millisecond(uint64_t now)
{
    mock.registers[0] = now * 1000000;
}

/* A port with address 10.0.2.15, all receive buffers with the copier, all transmit buffers with the client. */
static int set_up(void **state)
{
    (void)state;
    mock_reset();
    errors = 0;
    net_queue_init(&rx, new_queue(), new_queue(), BUFFERS);
    net_queue_init(&tx, new_queue(), new_queue(), BUFFERS);
    net_buffers_init(&tx, 0);
    rx_data = calloc(BUFFERS, NET_BUFFER_SIZE);
    tx_data = calloc(BUFFERS, NET_BUFFER_SIZE);
    net = (net_client_config_t){.magic = SDDF_NET_MAGIC,
                                .rx = {.num_buffers = BUFFERS, .id = RX_CHANNEL},
                                .rx_data = {rx_data, BUFFERS * NET_BUFFER_SIZE},
                                .tx = {.num_buffers = BUFFERS, .id = TX_CHANNEL},
                                .tx_data = {tx_data, BUFFERS * NET_BUFFER_SIZE},
                                .mac_addr = {{0x52, 0x54, 1, 0, 0, 0x10}}};
    config = (lib_sddf_lwip_config_t){.magic = LIB_SDDF_LWIP_MAGIC,
                                      .pbuf_pool = {calloc(PBUFS, LIB_SDDF_LWIP_PBUF_BYTES),
                                                    PBUFS * LIB_SDDF_LWIP_PBUF_BYTES},
                                      .num_pbufs = PBUFS};
    at_millisecond(1);
    sddf_lwip_init(&config, &net, &timer, rx, tx, "10.0.2.15", count_error, ignore_address, NULL, NULL, NULL);
    /* What the start itself sends (it announces its address) is not the subject of any test. */
    net_buff_desc_t sent;
    while (net_dequeue_active(&tx, &sent) == 0) {
        assert_int_equal(net_enqueue_free(&tx, sent), 0);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    netif_remove(&lwip_port.netif);
    free(rx.free);
    free(rx.active);
    free(tx.free);
    free(tx.active);
    free(rx_data);
    free(tx_data);
    free(config.pbuf_pool.vaddr);
    return 0;
}

/* An ARP question for 10.0.2.15 from 10.0.2.2, as it is on the wire. */
static const unsigned char question[42] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x55, 10, 0, 2, 2, 0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 1,
    0x52, 0x55, 10,   0,    2,    2,    10,   0,    2,  2, 0, 0, 0,    0,    0, 0, 10,   0, 2, 15,
};

static void deliver(uint64_t offset, uint16_t length, const void *frame, size_t frame_length)
{
    net_buff_desc_t buffer = {.io_or_offset = offset, .len = length};

    if (frame_length > 0) {
        memcpy(rx_data + offset, frame, frame_length);
    }
    assert_int_equal(net_enqueue_active(&rx, buffer), 0);
}

static void answers_through_the_queues(void **state)
{
    (void)state;
    net_buff_desc_t sent;

    deliver(4 * NET_BUFFER_SIZE, sizeof question, question, sizeof question);
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

    deliver(7 * NET_BUFFER_SIZE, sizeof question, question, sizeof question);
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
    deliver(NET_BUFFER_SIZE, sizeof question, question, sizeof question);
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

/* NET-96: with every pbuf taken, receiving stops instead of turning in circles, and goes on when one comes back. */
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
    deliver(0, sizeof question, question, sizeof question);
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

static struct pbuf *packet(uint16_t length)
{
    struct pbuf *p = pbuf_alloc(PBUF_RAW, length, PBUF_RAM);

    assert_non_null(p);
    memset(p->payload, 0xab, length);
    return p;
}

static void joins_the_parts_of_a_packet(void **state)
{
    (void)state;
    struct pbuf *p = packet(100);
    net_buff_desc_t sent;

    pbuf_cat(p, packet(50));
    memset(p->next->payload, 0xcd, 50);
    assert_int_equal(sddf_lwip_transmit_pbuf(p), SDDF_LWIP_ERR_OK);
    assert_int_equal(net_dequeue_active(&tx, &sent), 0);
    assert_int_equal(sent.len, 150);
    assert_int_equal((unsigned char)tx_data[sent.io_or_offset + 99], 0xab);
    assert_int_equal((unsigned char)tx_data[sent.io_or_offset + 100], 0xcd);
    pbuf_free(p);
}

static void refuses_packets_that_are_too_long(void **state)
{
    (void)state;
    struct pbuf *p = packet(NET_BUFFER_SIZE + 1);

    assert_int_equal(sddf_lwip_transmit_pbuf(p), SDDF_LWIP_ERR_LARGE_PBUF);
    assert_int_equal(net_queue_length(tx.active), 0);
    assert_int_equal(net_queue_length(tx.free), BUFFERS);
    pbuf_free(p);
}

/* NET-93: it tells the virtualiser of what is queued, asks for a signal, and gives TCP an error that it can repeat on. */
static void asks_for_transmit_buffers_when_they_run_out(void **state)
{
    (void)state;
    struct pbuf *p = packet(60);

    tx.free->consumer_signalled = 1;
    for (unsigned i = 0; i < BUFFERS; i++) {
        assert_int_equal(sddf_lwip_transmit_pbuf(p), SDDF_LWIP_ERR_OK);
    }
    assert_int_equal(mock.notified[TX_CHANNEL], 0);
    assert_int_equal(lwip_link_output(&lwip_port.netif, p), ERR_MEM);
    assert_int_equal(mock.notified[TX_CHANNEL], 1);
    assert_int_equal(tx.free->consumer_signalled, 0);
    assert_int_equal(sddf_lwip_counters()->tx_dropped, 1);
    pbuf_free(p);
}

static void leaves_out_bad_transmit_buffers(void **state)
{
    (void)state;
    struct pbuf *p = packet(60);
    net_buff_desc_t buffer;

    while (net_dequeue_free(&tx, &buffer) == 0) {
    }
    buffer.io_or_offset = BUFFERS * NET_BUFFER_SIZE;
    assert_int_equal(net_enqueue_free(&tx, buffer), 0);
    buffer.io_or_offset = 5;
    assert_int_equal(net_enqueue_free(&tx, buffer), 0);
    buffer.io_or_offset = 3 * NET_BUFFER_SIZE;
    assert_int_equal(net_enqueue_free(&tx, buffer), 0);
    assert_int_equal(sddf_lwip_transmit_pbuf(p), SDDF_LWIP_ERR_OK);
    assert_int_equal(net_dequeue_active(&tx, &buffer), 0);
    assert_int_equal(buffer.io_or_offset, 3 * NET_BUFFER_SIZE);
    assert_int_equal(sddf_lwip_transmit_pbuf(p), SDDF_LWIP_ERR_NO_BUF);
    pbuf_free(p);
}

/* SIG-6: no notification for a peer that has said that it looks by itself. */
static void notifies_only_who_waits(void **state)
{
    (void)state;
    tx.active->consumer_signalled = 1;
    rx.free->consumer_signalled = 1;
    deliver(0, sizeof question, question, sizeof question);
    sddf_lwip_process_rx();
    sddf_lwip_maybe_notify();
    assert_int_equal(mock_notifications(), 0);
}

static bool intercept_all(struct pbuf *p)
{
    return p->tot_len == 60;
}

static net_sddf_err_t take_intercepted(struct pbuf *p)
{
    (void)p;
    return SDDF_LWIP_ERR_UNHANDLED;
}

static void hands_intercepted_packets_over(void **state)
{
    (void)state;
    struct pbuf *p = packet(60);

    lwip_port.intercept_condition = intercept_all;
    lwip_port.handle_intercept = take_intercepted;
    assert_int_equal(sddf_lwip_transmit_pbuf(p), SDDF_LWIP_ERR_UNHANDLED);
    assert_int_equal(net_queue_length(tx.active), 0);
    pbuf_free(p);
}

/* RFC 6528: per connection far apart, for one connection rising with time. */
static void chooses_sequence_numbers(void **state)
{
    (void)state;
    ip_addr_t here = IPADDR4_INIT_BYTES(10, 0, 2, 15);
    ip_addr_t there = IPADDR4_INIT_BYTES(10, 0, 2, 2);
    u32_t os_lwip_tcp_isn(const ip_addr_t *, u16_t, const ip_addr_t *, u16_t);

    lwip_port.now = 1000000000;
    u32_t first = os_lwip_tcp_isn(&here, 80, &there, 5000);
    assert_int_not_equal(os_lwip_tcp_isn(&here, 80, &there, 5001), first);
    lwip_port.now += 4000 * 1000;
    assert_int_equal(os_lwip_tcp_isn(&here, 80, &there, 5000), first + 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

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
        TEST(refuses_to_free_what_is_not_in_use),
        TEST(joins_the_parts_of_a_packet),
        TEST(refuses_packets_that_are_too_long),
        TEST(asks_for_transmit_buffers_when_they_run_out),
        TEST(leaves_out_bad_transmit_buffers),
        TEST(notifies_only_who_waits),
        TEST(hands_intercepted_packets_over),
        TEST(chooses_sequence_numbers),
    };
    return cmocka_run_group_tests_name("lwip port", tests, NULL, NULL);
}
