/* SPDX-License-Identifier: BSD-2-Clause */
/* From lwIP to the transmit queue (NET-92, NET-93). */
#include <lwip/stats.h>

#include "port.h"

static bool descriptor_is_sound(const net_buff_desc_t *buffer)
{
    return buffer->io_or_offset % NET_BUFFER_SIZE == 0 &&
           buffer->io_or_offset / NET_BUFFER_SIZE < lwip_port.tx.capacity;
}

net_sddf_err_t lwip_tx_queue_empty(struct pbuf *p)
{
    (void)p;
    /*
     * The virtualiser may not know yet of the frames that fill the queue. lwIP keeps what TCP could not send, and
     * the client goes on when it is notified of buffers.
     */
    lwip_notify_peers(true); /* [LT6] */
    return SDDF_LWIP_ERR_NO_BUF;
}

/* A free transmit buffer; descriptors that make no sense are left out, and only cost the client itself. */
static bool take_buffer(net_buff_desc_t *buffer)
{
    while (net_dequeue_free(&lwip_port.tx, buffer) == 0) { /* [LT1] */
        if (descriptor_is_sound(buffer)) {
            return true;
        }
    }
    return false;
}

/* If there is none, a notification is requested of those that come back; they may have done so just before. */
static bool take_buffer_or_ask(net_buff_desc_t *buffer)
{
    if (take_buffer(buffer)) {
        return true;
    }
    net_request_signal_free(&lwip_port.tx); /* [LT4] */
    if (!take_buffer(buffer)) {
        return false;
    }
    net_cancel_signal_free(&lwip_port.tx); /* [LT5] */
    return true;
}

static net_sddf_err_t queue_copy(struct pbuf *p)
{
    net_buff_desc_t buffer;

    if (!take_buffer_or_ask(&buffer)) {
        return lwip_port.handle_empty_tx_free(p);
    }
    char *data = (char *)lwip_port.net->tx_data.vaddr + buffer.io_or_offset;
    buffer.len = pbuf_copy_partial(p, data, p->tot_len, 0);
    buffer.oid = 0;
    if (net_enqueue_active(&lwip_port.tx, buffer) != 0) { /* [LT2] */
        return SDDF_LWIP_ERR_NO_BUF;
    }
    lwip_port.notify_tx = true; /* [LT3] */
    lwip_port.counters.tx_packets++;
    lwip_port.counters.tx_bytes += buffer.len;
    LINK_STATS_INC(link.xmit);
    return SDDF_LWIP_ERR_OK;
}

net_sddf_err_t sddf_lwip_transmit_pbuf(struct pbuf *p)
{
    net_sddf_err_t result = SDDF_LWIP_ERR_NO_BUF;

    if (p->tot_len > NET_BUFFER_SIZE) {
        result = SDDF_LWIP_ERR_LARGE_PBUF;
    } else if (lwip_port.intercept_condition != NULL && lwip_port.intercept_condition(p)) {
        return lwip_port.handle_intercept(p);
    } else if (lwip_port.tx.capacity > 0) {
        result = queue_copy(p);
    }
    lwip_port.counters.tx_dropped += result != SDDF_LWIP_ERR_OK;
    return result;
}

err_t lwip_link_output(struct netif *netif, struct pbuf *p)
{
    (void)netif;
    switch (sddf_lwip_transmit_pbuf(p)) {
    case SDDF_LWIP_ERR_OK:
        return ERR_OK;
    case SDDF_LWIP_ERR_NO_BUF:
        /* Only for this error does TCP keep the segment and try again. */
        return ERR_MEM;
    case SDDF_LWIP_ERR_LARGE_PBUF:
    case SDDF_LWIP_ERR_INVALID_PBUF:
    case SDDF_LWIP_ERR_UNHANDLED:
        return ERR_IF;
    }
    return ERR_IF;
}
