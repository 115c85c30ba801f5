/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lwIP stack of a network client, between its queues and lwIP's raw API (NET-90..96). One interface a
 * program. lwIP runs without a system below it (NO_SYS): all calls come from the one thread of the protection
 * domain, and time passes only inside the functions below.
 *
 * Received frames are not copied: lwIP reads them in the receive buffers, and the buffer goes back to the
 * receive virtualiser or copier when lwIP frees the packet. Frames to send are copied once, into a transmit
 * buffer.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lwip/pbuf.h>

#include <sddf/network/config.h>
#include <sddf/network/lwip_config.h>
#include <sddf/network/queue.h>
#include <sddf/timer/config.h>

typedef enum {
    SDDF_LWIP_ERR_OK = 0,
    SDDF_LWIP_ERR_LARGE_PBUF = -1,   /* the packet is longer than a buffer */
    SDDF_LWIP_ERR_INVALID_PBUF = -2, /* not a pbuf of the pool, or not in use */
    SDDF_LWIP_ERR_NO_BUF = -3,       /* no transmit buffer is free now */
    SDDF_LWIP_ERR_UNHANDLED = -4,
} net_sddf_err_t;

/* Prints an error. */
typedef int (*sddf_lwip_err_output_fn)(const char *format, ...);

/* Is told the interface's address, dotted, each time it changes. The text is valid during the call only. */
typedef void (*sddf_lwip_netif_status_callback_fn)(char *ip_addr);

/* Decides what becomes of a packet when no transmit buffer is free. The default tells the virtualiser and
 * gives up. */
typedef net_sddf_err_t (*sddf_lwip_handle_empty_tx_free_fn)(struct pbuf *p);

/* A packet for which the condition holds is not sent but given to the intercept function (SOCK-6). */
typedef bool (*sddf_lwip_tx_intercept_condition_fn)(struct pbuf *p);
typedef net_sddf_err_t (*sddf_lwip_tx_handle_intercept_fn)(struct pbuf *p);

/* What went through the interface since the start. */
struct sddf_lwip_counters {
    uint64_t rx_packets;
    uint64_t rx_bytes;
    uint64_t rx_dropped; /* bad descriptors, and packets that lwIP refused */
    uint64_t tx_packets;
    uint64_t tx_bytes;
    uint64_t tx_dropped; /* no free buffer, or too long */
};

/*
 * Starts lwIP and the interface. The queue handles are taken by value; one with capacity 0 disables that
 * direction. The transmit free queue must hold its buffers already (net_buffers_init). `ip_str` is the static
 * address, with netmask 255.255.255.0 and no gateway; NULL asks DHCP for one. Any of the callbacks may be
 * NULL for its default; `err_output` NULL prints with sddf_printf. A configuration that cannot work is
 * reported and ends in a fault.
 */
void sddf_lwip_init(lib_sddf_lwip_config_t *lib_sddf_lwip_config, net_client_config_t *net_config,
                    timer_client_config_t *timer_config, net_queue_handle_t rx_queue,
                    net_queue_handle_t tx_queue, const char *ip_str, sddf_lwip_err_output_fn err_output,
                    sddf_lwip_netif_status_callback_fn netif_callback,
                    sddf_lwip_handle_empty_tx_free_fn handle_empty_tx_free,
                    sddf_lwip_tx_intercept_condition_fn tx_intercept_condition,
                    sddf_lwip_tx_handle_intercept_fn tx_handle_intercept);

/*
 * Passes received frames to lwIP until none is left, or until the pool is empty: the rest then waits until
 * the next call (NET-96). Under a flood, lwIP's timers still run and the peers are still notified, every few
 * frames.
 */
void sddf_lwip_process_rx(void);

/* Runs lwIP's timers that are due, and frames that were left over. To be called at each timer notification.
 */
void sddf_lwip_process_timeout(void);

/* Notifies the peers that wait for what was produced. To be called last in init() and in each notified(). */
void sddf_lwip_maybe_notify(void);

/* Copies a packet into a transmit buffer and queues it. The caller keeps its reference to `p`. */
net_sddf_err_t sddf_lwip_transmit_pbuf(struct pbuf *p);

/* Gives lwIP a packet as if it had been received; lwIP takes the caller's reference unless it answers an
 * error. */
net_sddf_err_t sddf_lwip_input_pbuf(struct pbuf *p);

/* A pbuf of the pool, for packets that do not come from the receive queue; NULL if none is left. */
struct pbuf *sddf_lwip_pbuf_pool_alloc(void);

/* Gives a pbuf back to the pool: INVALID_PBUF if it is not of the pool or not in use. */
net_sddf_err_t sddf_lwip_pbuf_pool_free(struct pbuf *p);

bool sddf_lwip_pbuf_pool_empty(void);

/* The time of the last wake-up, in nanoseconds since the timer's epoch; lwIP's own clock is derived from it.
 */
uint64_t sddf_lwip_time_now(void);

/* Reads the timer. For a client that is woken by something else than the network or its timer. */
void sddf_lwip_update_time(void);

const struct sddf_lwip_counters *sddf_lwip_counters(void);
