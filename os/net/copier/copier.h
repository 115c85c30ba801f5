/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copier: moves each received frame from the shared receive region to its client's own region, so
 * that the client sees no one else's frames and cannot withhold shared buffers (NET-40..44).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/network/config.h>
#include "../queue/ends.h"

/* Most buffers in the client's region. Bounds private memory: 8 bytes each. */
#define COPIER_MAX_BUFFERS 4096u

/* What went wrong, by culprit; see os_fault for how it is reported. */
struct copier_faults {
    uint64_t source;            /* frames that do not lie in a region of ours */
    uint64_t client;            /* buffers from the client that are not its to give */
    uint64_t dropped;           /* frames for which the client had no buffer */
};

struct copier {
    struct net_in rx;           /* towards the virtualiser or switch */
    struct net_out client;
    bool notify_rx;             /* stay set until a notification was really sent */
    bool notify_client;
    const region_resource_t *sources;
    char *client_data;
    uint32_t client_buffers;
    uint32_t patience;          /* bad buffers that the client may still offer in this wake-up */
    uint64_t delivered;         /* frames given to the client since the start */
    /* Per buffer of the client, the value of `delivered` just after its last frame; 0 if it had none yet. */
    uint64_t delivery[COPIER_MAX_BUFFERS];
    struct copier_faults faults;
};

/*@ // The side towards the client: a link, and a buffer for each number below `client_buffers`.
    predicate copier_serves(struct copier *c) =
      \valid(c) && net_is_out(&c->client) && 0 < c->client_buffers <= COPIER_MAX_BUFFERS &&
      \valid(c->client_data + (0 .. c->client_buffers * NET_BUFFER_SIZE - 1)) &&
      \base_addr(c->client_data) != \base_addr(c); */

/*
 * Reads the config, which must outlive `copier`, and gives the client its empty buffers. False if
 * the config is not sound; `copier` must then not be run (CFG-11).
 */
bool copier_init(struct copier *copier, const net_copy_config_t *config);

/* Handles one notification, from whatever channel (NET-40). */
void copier_run(struct copier *copier);
