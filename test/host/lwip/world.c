/* SPDX-License-Identifier: BSD-2-Clause */
/* See world.h. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

net_queue_handle_t rx;
net_queue_handle_t tx;
char *rx_data;
char *tx_data;
net_client_config_t net;
static timer_client_config_t timer;
lib_sddf_lwip_config_t config;
unsigned errors;

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

int world_set_up(void **state)
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
    config = (lib_sddf_lwip_config_t){
        .magic = LIB_SDDF_LWIP_MAGIC,
        .pbuf_pool = {calloc(PBUFS, LIB_SDDF_LWIP_PBUF_BYTES), PBUFS * LIB_SDDF_LWIP_PBUF_BYTES},
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

int world_tear_down(void **state)
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

const unsigned char question[QUESTION_LENGTH] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x55, 10, 0, 2, 2, 0x08, 0x06, 0, 1, 0x08, 0,  6, 4, 0,
    1,    0x52, 0x55, 10,   0,    2,    2,    10,   0,  2, 2, 0, 0,    0,    0, 0, 0,    10, 0, 2, 15,
};

void deliver(uint64_t offset, uint16_t length, const void *frame, size_t frame_length)
{
    net_buff_desc_t buffer = {.io_or_offset = offset, .len = length};

    if (frame_length > 0) {
        memcpy(rx_data + offset, frame, frame_length);
    }
    assert_int_equal(net_enqueue_active(&rx, buffer), 0);
}
