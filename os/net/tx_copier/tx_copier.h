/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit copier: copies each frame of a client to memory that the client cannot write, and passes on
 * only frames that name the client as their sender. It stands between one client and the transmit
 * virtualiser, and is optional: it costs a copy, and takes from the client the power to pass for
 * another, which no check of memory that the client can still change could do (WEAK-33).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "../queue/ends.h"
#include "config.h"

/* What went wrong, by culprit; see os_fault for how it is reported. */
struct tx_copier_faults {
    uint64_t client;            /* frames that are not in its buffers */
    uint64_t refused;           /* frames that claim another sender */
    uint64_t lost;              /* buffers that the client left no room to give back */
    uint64_t virt;              /* buffers that the virtualiser cannot have meant */
};

struct tx_copier {
    struct net_in client;
    struct net_out virt;
    const net_tx_copy_config_t *config;
    bool started;               /* the client has sent something, so its free queue is filled */
    bool notify_client;         /* stay set until a notification was really sent */
    bool notify_virt;
    bool have_buffer;           /* `buffer` is empty and ours: the next frame goes there */
    net_buff_desc_t buffer;
    struct tx_copier_faults faults;
};

/*
 * Reads the config, which must outlive `copier`, and makes all buffers towards the virtualiser free.
 * False if the config is not sound; `copier` must then not be run (CFG-11).
 */
bool tx_copier_init(struct tx_copier *copier, const net_tx_copy_config_t *config);

/* Handles one notification, from whatever channel. */
void tx_copier_run(struct tx_copier *copier);
