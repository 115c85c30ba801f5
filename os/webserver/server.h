/* SPDX-License-Identifier: BSD-2-Clause */
/* The HTTP server on lwIP's raw TCP interface: one http_connection for each TCP connection. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "http_response.h"

struct server_counters {
    uint64_t accepted;
    uint64_t refused; /* told 503, or reset because there was no room even for that */
    uint64_t aborted; /* dropped for breaking a limit, or by the client's reset */
};

/*
 * Listens on `port` of every address. `rx_buffers`, the network's receive buffers, bounds what is under way. False if
 * lwIP has no memory for it. The service must live for good.
 */
bool server_start(const struct http_service *service, uint16_t port, unsigned rx_buffers);

/* Enforces time limits. To be called a few times a second. */
void server_tick(void);

/* Goes on sending where lwIP or the network had no room before. To be called when transmit buffers came back.
 */
void server_resume(void);

/* Connections open now. */
unsigned server_connections(void);

const struct server_counters *server_counters(void);
