/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Config structs of the network class, patched into one named ELF section of each component
 * (NET-11..17, CFG-7..9). Sizes and offsets are wire level: the asserts below are the contract.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sddf/network/constants.h>
#include <sddf/resources/common.h>
#include <sddf/resources/device.h>

#define SDDF_NET_MAGIC_BYTE 0x05
/* For initialisers: `.magic = SDDF_NET_MAGIC`. */
#define SDDF_NET_MAGIC { 's', 'D', 'D', 'F', SDDF_NET_MAGIC_BYTE }

typedef struct mac_addr {
    uint8_t addr[6];
} mac_addr_t;

/*
 * One end of a queue pair. `num_buffers` is the capacity of both queues, a power of two of at most
 * SDDF_NET_MAX_CAPACITY; `id` is the channel towards the peer.
 */
typedef struct net_connection_resource {
    region_resource_t free_queue;
    region_resource_t active_queue;
    uint16_t num_buffers;
    uint8_t id;
} net_connection_resource_t;

/* Section `.net_driver_config`. */
typedef struct net_driver_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_connection_resource_t virt_rx;
    net_connection_resource_t virt_tx;
} net_driver_config_t;

typedef struct net_virt_tx_data_region {
    device_region_resource_t data;
    uint32_t num_buffers;
} net_virt_tx_data_region_t;

/* `regions[oid]` holds the buffers that descriptors with that `oid` name; a plain client has one. */
typedef struct net_virt_tx_client_config {
    net_connection_resource_t conn;
    net_virt_tx_data_region_t regions[SDDF_NET_MAX_CLIENTS];
    uint8_t num_regions;
} net_virt_tx_client_config_t;

/* Section `.net_virt_tx_config`. */
typedef struct net_virt_tx_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_connection_resource_t driver;
    net_virt_tx_client_config_t clients[SDDF_NET_MAX_CLIENTS];
    uint8_t num_clients;
} net_virt_tx_config_t;

typedef struct net_virt_rx_client_config {
    net_connection_resource_t conn;
    mac_addr_t mac_addrs[SDDF_NET_MAX_CLIENTS];
    uint8_t num_macs;
} net_virt_rx_client_config_t;

/*
 * Section `.net_virt_rx_config`. `data` is the region the device receives into; `buffer_metadata`
 * is one byte per buffer of it, mapped by nobody but the virtualiser.
 */
typedef struct net_virt_rx_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_connection_resource_t driver;
    device_region_resource_t data;
    region_resource_t buffer_metadata;
    net_virt_rx_client_config_t clients[SDDF_NET_MAX_CLIENTS];
    uint8_t num_clients;
} net_virt_rx_config_t;

/* Section `.net_copy_config`. `rx_data` is indexed by descriptor `oid`: just 0 without a switch. */
typedef struct net_copy_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_connection_resource_t rx;
    region_resource_t rx_data[SDDF_NET_MAX_CLIENTS];
    net_connection_resource_t client;
    region_resource_t client_data;
} net_copy_config_t;

/* Section `.net_client_config`. */
typedef struct net_client_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_connection_resource_t rx;
    region_resource_t rx_data;
    net_connection_resource_t tx;
    region_resource_t tx_data;
    mac_addr_t mac_addr;
} net_client_config_t;

/* `acl` bit i allows this port to send to port i. */
typedef struct net_vswitch_port_config {
    net_connection_resource_t rx;
    net_connection_resource_t tx;
    region_resource_t tx_data;
    mac_addr_t mac_addr;
    uint64_t acl;
} net_vswitch_port_config_t;

/* Section `.net_vswitch_config`. */
typedef struct net_vswitch_config {
    char magic[SDDF_MAGIC_LENGTH];
    net_vswitch_port_config_t ports[SDDF_NET_MAX_CLIENTS];
    uint8_t num_ports;
    region_resource_t buffer_metadata;
} net_vswitch_config_t;

/* True if `config` starts with the five magic bytes of the network class (CFG-7). */
static inline bool net_config_check_magic(const void *config)
{
    return sddf_magic_is((const char *)config, SDDF_NET_MAGIC_BYTE);
}

#define NET_LAYOUT(type, field, offset) \
    _Static_assert(offsetof(type, field) == (offset), "wire layout of " #type "." #field)

NET_LAYOUT(net_connection_resource_t, active_queue, 16);
NET_LAYOUT(net_connection_resource_t, num_buffers, 32);
NET_LAYOUT(net_connection_resource_t, id, 34);
_Static_assert(sizeof(net_connection_resource_t) == 40, "NET-11");
NET_LAYOUT(net_driver_config_t, virt_rx, 8);
NET_LAYOUT(net_driver_config_t, virt_tx, 48);
_Static_assert(sizeof(net_driver_config_t) == 88, "NET-12");
NET_LAYOUT(net_virt_tx_data_region_t, num_buffers, 24);
_Static_assert(sizeof(net_virt_tx_data_region_t) == 32, "NET-13");
NET_LAYOUT(net_virt_tx_client_config_t, regions, 40);
NET_LAYOUT(net_virt_tx_client_config_t, num_regions, 2088);
_Static_assert(sizeof(net_virt_tx_client_config_t) == 2096, "NET-13");
NET_LAYOUT(net_virt_tx_config_t, driver, 8);
NET_LAYOUT(net_virt_tx_config_t, clients, 48);
NET_LAYOUT(net_virt_tx_config_t, num_clients, 134192);
_Static_assert(sizeof(net_virt_tx_config_t) == 134200, "NET-13");
NET_LAYOUT(net_virt_rx_client_config_t, mac_addrs, 40);
NET_LAYOUT(net_virt_rx_client_config_t, num_macs, 424);
_Static_assert(sizeof(net_virt_rx_client_config_t) == 432, "NET-14");
NET_LAYOUT(net_virt_rx_config_t, data, 48);
NET_LAYOUT(net_virt_rx_config_t, buffer_metadata, 72);
NET_LAYOUT(net_virt_rx_config_t, clients, 88);
NET_LAYOUT(net_virt_rx_config_t, num_clients, 27736);
_Static_assert(sizeof(net_virt_rx_config_t) == 27744, "NET-14");
NET_LAYOUT(net_copy_config_t, rx, 8);
NET_LAYOUT(net_copy_config_t, rx_data, 48);
NET_LAYOUT(net_copy_config_t, client, 1072);
NET_LAYOUT(net_copy_config_t, client_data, 1112);
_Static_assert(sizeof(net_copy_config_t) == 1128, "NET-15");
NET_LAYOUT(net_client_config_t, rx, 8);
NET_LAYOUT(net_client_config_t, rx_data, 48);
NET_LAYOUT(net_client_config_t, tx, 64);
NET_LAYOUT(net_client_config_t, tx_data, 104);
NET_LAYOUT(net_client_config_t, mac_addr, 120);
_Static_assert(sizeof(net_client_config_t) == 128, "NET-16");
NET_LAYOUT(net_vswitch_port_config_t, tx_data, 80);
NET_LAYOUT(net_vswitch_port_config_t, mac_addr, 96);
NET_LAYOUT(net_vswitch_port_config_t, acl, 104);
_Static_assert(sizeof(net_vswitch_port_config_t) == 112, "NET-17");
NET_LAYOUT(net_vswitch_config_t, ports, 8);
NET_LAYOUT(net_vswitch_config_t, num_ports, 7176);
NET_LAYOUT(net_vswitch_config_t, buffer_metadata, 7184);
_Static_assert(sizeof(net_vswitch_config_t) == 7200, "NET-17");

#undef NET_LAYOUT
