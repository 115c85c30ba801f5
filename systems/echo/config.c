/* SPDX-License-Identifier: BSD-2-Clause */
/* Configuration of every protection domain of the echo system. */
#include <sddf/network/config.h>
#include <sddf/resources/device.h>
#include <os/net/echo/config.h>
#include <systems/net_config.h>

#include "echo.h"
#include "eth_driver.h"
#include "net_copier.h"
#include "net_virt_rx.h"
#include "net_virt_tx.h"

/* Buffers of each network queue; the regions of echo.system are sized for it. */
#define BUFFERS 512

#define ECHO_MAC { { 0x52, 0x54, 0x01, 0x00, 0x00, 0x20 } }

CONFIG_FOR("eth_driver", ".device_resources") device_resources_t eth_device = {
    .magic = DEVICE_RESOURCES_MAGIC,
    .num_regions = 2,
    .num_irqs = 1,
    .regions = { DEVICE_REGION(ETH_DRIVER, VIRTIO), DEVICE_REGION(ETH_DRIVER, NET_RINGS) },
    .irqs = { { ETH_DRIVER_IRQ_48 } },
};

CONFIG_FOR("eth_driver", ".net_driver_config") net_driver_config_t eth_driver = {
    .magic = SDDF_NET_MAGIC,
    .virt_rx = NET_LINK(ETH_DRIVER, DRIVER_RX, NET_VIRT_RX, BUFFERS),
    .virt_tx = NET_LINK(ETH_DRIVER, DRIVER_TX, NET_VIRT_TX, BUFFERS),
};

CONFIG_FOR("net_virt_rx", ".net_virt_rx_config") net_virt_rx_config_t net_virt_rx = {
    .magic = SDDF_NET_MAGIC,
    .driver = NET_LINK(NET_VIRT_RX, DRIVER_RX, ETH_DRIVER, BUFFERS),
    .data = DEVICE_REGION(NET_VIRT_RX, NET_RX_DATA),
    .buffer_metadata = REGION(NET_VIRT_RX, NET_RX_COUNTS),
    .clients = {
        {
            .conn = NET_LINK(NET_VIRT_RX, COPIER_RX, NET_COPIER, BUFFERS),
            .mac_addrs = { ECHO_MAC },
            .num_macs = 1,
        },
    },
    .num_clients = 1,
};

CONFIG_FOR("net_virt_tx", ".net_virt_tx_config") net_virt_tx_config_t net_virt_tx = {
    .magic = SDDF_NET_MAGIC,
    .driver = NET_LINK(NET_VIRT_TX, DRIVER_TX, ETH_DRIVER, BUFFERS),
    .clients = {
        {
            .conn = NET_LINK(NET_VIRT_TX, ECHO_TX, ECHO, BUFFERS),
            .regions = {
                { .data = DEVICE_REGION(NET_VIRT_TX, ECHO_TX_DATA), .num_buffers = BUFFERS },
            },
            .num_regions = 1,
        },
    },
    .num_clients = 1,
};

CONFIG_FOR("net_copier", ".net_copy_config") net_copy_config_t net_copier = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(NET_COPIER, COPIER_RX, NET_VIRT_RX, BUFFERS),
    .rx_data = { REGION(NET_COPIER, NET_RX_DATA) },
    .client = NET_LINK(NET_COPIER, ECHO_RX, ECHO, BUFFERS),
    .client_data = REGION(NET_COPIER, ECHO_RX_DATA),
};

CONFIG_FOR("echo", ".net_client_config") net_client_config_t echo_net = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(ECHO, ECHO_RX, NET_COPIER, BUFFERS),
    .rx_data = REGION(ECHO, ECHO_RX_DATA),
    .tx = NET_LINK(ECHO, ECHO_TX, NET_VIRT_TX, BUFFERS),
    .tx_data = REGION(ECHO, ECHO_TX_DATA),
    .mac_addr = ECHO_MAC,
};

/* The address that QEMU's user network forwards to. */
CONFIG_FOR("echo", ".net_echo_config") net_echo_config_t echo_address = {
    .ip = { 10, 0, 2, 15 },
    .udp_port = 1235,
};
