/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one interface of this program, as the files of the port share it (public side: lib_sddf_lwip.h).
 */
#pragma once

#include <lwip/netif.h>
#include <lwip/pbuf.h>

#include <sddf/network/lib_sddf_lwip.h>

/*
 * An element of the pool: lwIP's view of a receive buffer. It is in use exactly while `offset` is not
 * POOL_FREE; free ones are chained through custom.pbuf.next.
 */
struct pool_pbuf {
    struct pbuf_custom custom;
    uint64_t offset; /* of the receive buffer, POOL_NO_BUFFER without one, or POOL_FREE */
};

#define POOL_FREE UINT64_MAX
#define POOL_NO_BUFFER (UINT64_MAX - 1)

_Static_assert(sizeof(struct pool_pbuf) <= LIB_SDDF_LWIP_PBUF_BYTES, "NET-91: the region is sized for this");

struct lwip_port {
    struct netif netif;
    net_client_config_t *net;
    unsigned int timer_channel;
    net_queue_handle_t rx;
    net_queue_handle_t tx;
    bool notify_rx; /* buffers were given back since the last notification */
    bool notify_tx; /* frames were queued since then */
    uint64_t now;   /* nanoseconds */
    struct pool_pbuf *pool;
    struct pool_pbuf *pool_free;
    uint64_t pool_size;
    struct sddf_lwip_counters counters;
    sddf_lwip_err_output_fn err_output;
    sddf_lwip_netif_status_callback_fn status_callback;
    sddf_lwip_handle_empty_tx_free_fn handle_empty_tx_free;
    sddf_lwip_tx_intercept_condition_fn intercept_condition;
    sddf_lwip_tx_handle_intercept_fn handle_intercept;
};

extern struct lwip_port lwip_port;

/* Makes `count` elements at `region` the pool. */
void lwip_pool_init(void *region, uint64_t count);

/* Wraps the receive buffer at `offset`, holding a frame of `length` bytes; NULL if the pool is empty. */
struct pbuf *lwip_pool_wrap(uint64_t offset, uint16_t length);

/* Gives the receive buffer at `offset` back to its owner. */
void lwip_return_rx_buffer(uint64_t offset);

/* Notifies the peers that wait for what was produced: at once, or where possible at the end of the handler.
 */
void lwip_notify_peers(bool now);

/* Adds the time of an event to the pool of random numbers. */
void lwip_random_stir(uint64_t time);

/* lwIP's link output function. */
err_t lwip_link_output(struct netif *netif, struct pbuf *p);

/* The default for a transmit queue without free buffers. */
net_sddf_err_t lwip_tx_queue_empty(struct pbuf *p);
