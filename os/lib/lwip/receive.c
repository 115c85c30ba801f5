/* SPDX-License-Identifier: BSD-2-Clause */
/* From the receive queue to lwIP (NET-92, NET-93, NET-96). */
#include <lwip/stats.h>
#include <lwip/timeouts.h>

#include "port.h"

/* Frames between two looks at the timers and the peers, so that a flood cannot keep them waiting. */
#define BATCH 64

void lwip_return_rx_buffer(uint64_t offset)
{
    net_buff_desc_t buffer = {.io_or_offset = offset};

    if (net_enqueue_free(&lwip_port.rx, buffer) != 0) { /* [LR5] */
        lwip_port.err_output("lwip: the receive free queue is full; a buffer is lost\n");
        return;
    }
    lwip_port.notify_rx = true; /* [LR6] */
}

static bool descriptor_is_sound(const net_buff_desc_t *buffer)
{
    return buffer->io_or_offset % NET_BUFFER_SIZE == 0 &&
           buffer->io_or_offset / NET_BUFFER_SIZE < lwip_port.rx.capacity && buffer->len > 0 &&
           buffer->len <= NET_BUFFER_SIZE;
}

/* Precondition: the pool is not empty, so the frame is certain to find a pbuf. */
static void receive_one(void)
{
    net_buff_desc_t buffer;

    if (net_dequeue_active(&lwip_port.rx, &buffer) != 0) { /* [LR4] */
        return;
    }
    if (!descriptor_is_sound(&buffer)) {
        lwip_port.counters.rx_dropped++;
        return;
    }
    struct pbuf *p = lwip_pool_wrap(buffer.io_or_offset, buffer.len);
    lwip_port.counters.rx_packets++;
    lwip_port.counters.rx_bytes += buffer.len;
    if (sddf_lwip_input_pbuf(p) != SDDF_LWIP_ERR_OK) {
        lwip_port.counters.rx_dropped++;
        pbuf_free(p);
    }
}

net_sddf_err_t sddf_lwip_input_pbuf(struct pbuf *p)
{
    LINK_STATS_INC(link.recv);
    return lwip_port.netif.input(p, &lwip_port.netif) == ERR_OK ? SDDF_LWIP_ERR_OK : SDDF_LWIP_ERR_UNHANDLED;
}

static bool can_receive(void)
{
    return !net_queue_empty_active(&lwip_port.rx) && !sddf_lwip_pbuf_pool_empty(); /* [LR1] */
}

static void receive_all(void)
{
    for (unsigned int count = 1; can_receive(); count++) { /* [LR3] */
        receive_one();
        if (count % BATCH == 0) {
            sddf_lwip_update_time();
            sys_check_timeouts();
            lwip_notify_peers(true);
        }
    }
}

void sddf_lwip_process_rx(void)
{
    bool again = lwip_port.rx.capacity > 0;

    sddf_lwip_update_time();
    while (again) { /* [LR2] */
        receive_all();
        net_request_signal_active(&lwip_port.rx); /* [LR7] */
        again = can_receive(); /* [LR8] */
        if (again) {
            net_cancel_signal_active(&lwip_port.rx); /* [LR9] */
        }
    }
}

void sddf_lwip_process_timeout(void)
{
    /* Receiving looks at the clock; and an acknowledgement that has come saves sending again. */
    sddf_lwip_process_rx();
    sys_check_timeouts(); /* [LR10] */
    /* A timeout may free packets, for which frames have waited without asking for a signal. */
    if (can_receive()) { /* [LR13] */
        sddf_lwip_process_rx();
    }
}
