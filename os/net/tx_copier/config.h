/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration of the transmit copier: its two links, and who its client is on the network. Section
 * `.net_tx_copy_config`.
 */
#pragma once

#include <stdint.h>
#include <sddf/network/config.h>

/*
 * `tx` is the connection to the transmit virtualiser, where the copier is an ordinary client with the
 * buffers of `tx_data`. `ip` is the only IPv4 address that the client may send from, most significant
 * octet first; 0.0.0.0 allows any.
 */
typedef struct net_tx_copy_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_connection_resource_t client;
    region_resource_t client_data;
    net_connection_resource_t tx;
    region_resource_t tx_data;
    mac_addr_t mac_addr;
    uint8_t ip[4];
} net_tx_copy_config_t;
