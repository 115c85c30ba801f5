/* SPDX-License-Identifier: BSD-2-Clause */
/* Transmitting through the port. Buffers are counted, since a lost one is never seen again. */
#include "world.h"

#include <string.h>

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

/* NET-93: it tells the virtualiser of what is queued, asks for a signal, and gives TCP an error that it can
 * repeat on. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(joins_the_parts_of_a_packet),
        TEST(refuses_packets_that_are_too_long),
        TEST(asks_for_transmit_buffers_when_they_run_out),
        TEST(leaves_out_bad_transmit_buffers),
        TEST(hands_intercepted_packets_over),
    };
    return cmocka_run_group_tests_name("lwip transmit", tests, NULL, NULL);
}
