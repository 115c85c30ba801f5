/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Echo client: answers frames straight from the queues, without a TCP/IP stack, so that a benchmark of
 * it measures the network path and little else (BEN-6).
 */
#include <stdbool.h>
#include <os/sddf.h>
#include <sddf/network/config.h>
#include <sddf/network/queue.h>
#include <sddf/util/printf.h>
#include "answer.h"
#include "config.h"

__attribute__((__section__(".net_client_config"), used, retain)) net_client_config_t net_config;
__attribute__((__section__(".net_echo_config"), used, retain)) net_echo_config_t echo_config;

static net_queue_handle_t rx;
static net_queue_handle_t tx;
static bool serving;

/* The transmit buffer that the next reply is written to. It is kept when a frame needs no reply. */
static bool have_reply_buffer;
static net_buff_desc_t reply_buffer;

static bool can_answer(void)
{
    if (!have_reply_buffer) {
        have_reply_buffer = net_dequeue_free(&tx, &reply_buffer) == 0;
    }
    return have_reply_buffer && !net_queue_empty_active(&rx);
}

/* Takes one frame and returns its buffer; true if a reply was queued. */
static bool answer_one(void)
{
    net_buff_desc_t frame;
    (void)net_dequeue_active(&rx, &frame);
    const uint8_t *request = (const uint8_t *)net_config.rx_data.vaddr + frame.io_or_offset;
    uint8_t *reply = (uint8_t *)net_config.tx_data.vaddr + reply_buffer.io_or_offset;
    reply_buffer.len = echo_answer(&echo_config, &net_config.mac_addr, request, frame.len, reply);
    frame.len = 0;
    (void)net_enqueue_free(&rx, frame);
    if (reply_buffer.len == 0) {
        return false;
    }
    have_reply_buffer = false;
    return net_enqueue_active(&tx, reply_buffer) == 0;
}

/* Asks to be woken by whatever we lack; true if it came meanwhile (SIG-3 phase 2). */
static bool rearm(void)
{
    net_request_signal_active(&rx);
    if (!have_reply_buffer) {
        net_request_signal_free(&tx);
    }
    if (!can_answer()) {
        return false;
    }
    net_cancel_signal_active(&rx);
    net_cancel_signal_free(&tx);
    return true;
}

static void answer_all(void)
{
    bool took = false;
    bool replied = false;
    do {
        while (can_answer()) {
            took = true;
            replied = answer_one() || replied;
        }
    } while (rearm());
    if (replied && net_require_signal_active(&tx)) {
        net_cancel_signal_active(&tx);
        sddf_deferred_notify(net_config.tx.id);
    }
    if (took && net_require_signal_free(&rx)) {
        net_cancel_signal_free(&rx);
        sddf_notify(net_config.rx.id);
    }
}

static void bind_queues(net_queue_handle_t *queues, const net_connection_resource_t *conn)
{
    net_queue_init(queues, conn->free_queue.vaddr, conn->active_queue.vaddr, conn->num_buffers);
}

void init(void)
{
    serving = net_config_check_magic(&net_config);
    if (!serving) {
        sddf_printf("%s: bad .net_client_config, not serving\n", sddf_get_pd_name());
        return;
    }
    bind_queues(&rx, &net_config.rx);
    bind_queues(&tx, &net_config.tx);
    net_buffers_init(&tx, 0);
    net_cancel_signal_free(&tx);
    answer_all();
    const uint8_t *ip = echo_config.ip;
    sddf_printf("%s: UDP echo at %u.%u.%u.%u port %u\n", sddf_get_pd_name(), ip[0], ip[1], ip[2], ip[3],
                echo_config.udp_port);
}

void notified(sddf_channel channel)
{
    (void)channel;
    if (serving) {
        answer_all();
    }
}
