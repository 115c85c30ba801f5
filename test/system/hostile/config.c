/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration of every protection domain of the hostile system: the web server system, and two hostile
 * clients.
 */
#include <sddf/network/config.h>
#include <sddf/network/lwip_config.h>
#include <sddf/resources/device.h>
#include <sddf/serial/config.h>
#include <sddf/timer/config.h>
#include <os/net/tx_copier/config.h>
#include <systems/net_config.h>
#include <test/system/hostile/config.h>

#include "console.h"
#include "eth_driver.h"
#include "guard.h"
#include "hostile.h"
#include "hostile_copier.h"
#include "net_copier.h"
#include "net_virt_rx.h"
#include "net_virt_tx.h"
#include "serial_driver.h"
#include "serial_virt_rx.h"
#include "serial_virt_tx.h"
#include "spoofer.h"
#include "spoofer_copier.h"
#include "timer_driver.h"
#include "webserver.h"

/* Buffers of each network queue; the regions of webserver.system are sized for it. */
#define BUFFERS 512

/* The driver's transmit queue holds the buffers of all three clients. */
#define DRIVER_TX_BUFFERS 2048

#define HOSTILE_MAC { { 0x52, 0x54, 0x01, 0x00, 0x00, 0x66 } }
#define SPOOFER_MAC { { 0x52, 0x54, 0x01, 0x00, 0x00, 0x67 } }
#define WEBSERVER_MAC { { 0x52, 0x54, 0x01, 0x00, 0x00, 0x10 } }

CONFIG_FOR("timer_driver", ".device_resources") device_resources_t timer_device = {
    .magic = DEVICE_RESOURCES_MAGIC,
    .num_irqs = 1,
    .irqs = { { TIMER_DRIVER_IRQ_30 } },
};

/* --- network --- */

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
    .virt_tx = NET_LINK(ETH_DRIVER, DRIVER_TX, NET_VIRT_TX, DRIVER_TX_BUFFERS),
};

CONFIG_FOR("net_virt_rx", ".net_virt_rx_config") net_virt_rx_config_t net_virt_rx = {
    .magic = SDDF_NET_MAGIC,
    .driver = NET_LINK(NET_VIRT_RX, DRIVER_RX, ETH_DRIVER, BUFFERS),
    .data = DEVICE_REGION(NET_VIRT_RX, NET_RX_DATA),
    .buffer_metadata = REGION(NET_VIRT_RX, NET_RX_COUNTS),
    .clients = {
        {
            .conn = NET_LINK(NET_VIRT_RX, COPIER_RX, NET_COPIER, BUFFERS),
            .mac_addrs = { WEBSERVER_MAC },
            .num_macs = 1,
        },
        {
            .conn = NET_LINK(NET_VIRT_RX, HOSTILE_COPIER_RX, HOSTILE_COPIER, BUFFERS),
            .mac_addrs = { HOSTILE_MAC },
            .num_macs = 1,
        },
        {
            .conn = NET_LINK(NET_VIRT_RX, SPOOFER_COPIER_RX, SPOOFER_COPIER, BUFFERS),
            .mac_addrs = { SPOOFER_MAC },
            .num_macs = 1,
        },
    },
    .num_clients = 3,
};

CONFIG_FOR("net_virt_tx", ".net_virt_tx_config") net_virt_tx_config_t net_virt_tx = {
    .magic = SDDF_NET_MAGIC,
    .driver = NET_LINK(NET_VIRT_TX, DRIVER_TX, ETH_DRIVER, DRIVER_TX_BUFFERS),
    .clients = {
        {
            .conn = NET_LINK(NET_VIRT_TX, WEBSERVER_TX, WEBSERVER, BUFFERS),
            .regions = {
                { .data = DEVICE_REGION(NET_VIRT_TX, WEBSERVER_TX_DATA), .num_buffers = BUFFERS },
            },
            .num_regions = 1,
        },
        {
            .conn = NET_LINK(NET_VIRT_TX, HOSTILE_TX, HOSTILE, BUFFERS),
            .regions = {
                { .data = DEVICE_REGION(NET_VIRT_TX, HOSTILE_TX_DATA), .num_buffers = BUFFERS },
            },
            .num_regions = 1,
        },
        {
            .conn = NET_LINK(NET_VIRT_TX, GUARD_TX, GUARD, BUFFERS),
            .regions = {
                { .data = DEVICE_REGION(NET_VIRT_TX, GUARD_TX_DATA), .num_buffers = BUFFERS },
            },
            .num_regions = 1,
        },
    },
    .num_clients = 3,
};

CONFIG_FOR("net_copier", ".net_copy_config") net_copy_config_t net_copier = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(NET_COPIER, COPIER_RX, NET_VIRT_RX, BUFFERS),
    .rx_data = { REGION(NET_COPIER, NET_RX_DATA) },
    .client = NET_LINK(NET_COPIER, WEBSERVER_RX, WEBSERVER, BUFFERS),
    .client_data = REGION(NET_COPIER, WEBSERVER_RX_DATA),
};

CONFIG_FOR("hostile_copier", ".net_copy_config") net_copy_config_t hostile_copier = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(HOSTILE_COPIER, HOSTILE_COPIER_RX, NET_VIRT_RX, BUFFERS),
    .rx_data = { REGION(HOSTILE_COPIER, NET_RX_DATA) },
    .client = NET_LINK(HOSTILE_COPIER, HOSTILE_RX, HOSTILE, BUFFERS),
    .client_data = REGION(HOSTILE_COPIER, HOSTILE_RX_DATA),
};

CONFIG_FOR("hostile", ".net_client_config") net_client_config_t hostile_net = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(HOSTILE, HOSTILE_RX, HOSTILE_COPIER, BUFFERS),
    .rx_data = REGION(HOSTILE, HOSTILE_RX_DATA),
    .tx = NET_LINK(HOSTILE, HOSTILE_TX, NET_VIRT_TX, BUFFERS),
    .tx_data = REGION(HOSTILE, HOSTILE_TX_DATA),
    .mac_addr = HOSTILE_MAC,
};

CONFIG_FOR("hostile", ".hostile_config") hostile_config_t hostile_claims = {
    .claimed_ip = { 10, 0, 2, 66 },
};

CONFIG_FOR("spoofer_copier", ".net_copy_config") net_copy_config_t spoofer_copier = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(SPOOFER_COPIER, SPOOFER_COPIER_RX, NET_VIRT_RX, BUFFERS),
    .rx_data = { REGION(SPOOFER_COPIER, NET_RX_DATA) },
    .client = NET_LINK(SPOOFER_COPIER, SPOOFER_RX, SPOOFER, BUFFERS),
    .client_data = REGION(SPOOFER_COPIER, SPOOFER_RX_DATA),
};

CONFIG_FOR("guard", ".net_tx_copy_config") net_tx_copy_config_t guard = {
    .magic = SDDF_NET_MAGIC,
    .client = NET_LINK(GUARD, SPOOFER_TX, SPOOFER, BUFFERS),
    .client_data = REGION(GUARD, SPOOFER_TX_DATA),
    .tx = NET_LINK(GUARD, GUARD_TX, NET_VIRT_TX, BUFFERS),
    .tx_data = REGION(GUARD, GUARD_TX_DATA),
    .mac_addr = SPOOFER_MAC,
    .ip = { 10, 0, 2, 67 },
};

CONFIG_FOR("spoofer", ".net_client_config") net_client_config_t spoofer_net = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(SPOOFER, SPOOFER_RX, SPOOFER_COPIER, BUFFERS),
    .rx_data = REGION(SPOOFER, SPOOFER_RX_DATA),
    .tx = NET_LINK(SPOOFER, SPOOFER_TX, GUARD, BUFFERS),
    .tx_data = REGION(SPOOFER, SPOOFER_TX_DATA),
    .mac_addr = SPOOFER_MAC,
};

/* The web server's address. */
CONFIG_FOR("spoofer", ".hostile_config") hostile_config_t spoofer_claims = {
    .claimed_ip = { 10, 0, 2, 15 },
};

CONFIG_FOR("webserver", ".net_client_config") net_client_config_t webserver_net = {
    .magic = SDDF_NET_MAGIC,
    .rx = NET_LINK(WEBSERVER, WEBSERVER_RX, NET_COPIER, BUFFERS),
    .rx_data = REGION(WEBSERVER, WEBSERVER_RX_DATA),
    .tx = NET_LINK(WEBSERVER, WEBSERVER_TX, NET_VIRT_TX, BUFFERS),
    .tx_data = REGION(WEBSERVER, WEBSERVER_TX_DATA),
    .mac_addr = WEBSERVER_MAC,
};

CONFIG_FOR("webserver", ".lib_sddf_lwip_config") lib_sddf_lwip_config_t webserver_lwip = {
    .magic = LIB_SDDF_LWIP_MAGIC,
    .pbuf_pool = REGION(WEBSERVER, WEBSERVER_PBUFS),
    .num_pbufs = 2 * BUFFERS,
};

CONFIG_FOR("webserver", ".timer_client_config") timer_client_config_t webserver_timer = {
    .magic = SDDF_TIMER_MAGIC,
    .driver_id = WEBSERVER_CHANNEL_TIMER_DRIVER,
};

/* --- serial line --- */

CONFIG_FOR("serial_driver", ".device_resources") device_resources_t serial_device = {
    .magic = DEVICE_RESOURCES_MAGIC,
    .num_regions = 1,
    .num_irqs = 1,
    .regions = { DEVICE_REGION(SERIAL_DRIVER, UART) },
    .irqs = { { SERIAL_DRIVER_IRQ_33 } },
};

CONFIG_FOR("serial_driver", ".serial_driver_config") serial_driver_config_t serial_driver = {
    .magic = SDDF_SERIAL_MAGIC,
    .rx = SERIAL_LINK(SERIAL_DRIVER, SERIAL_DRIVER_RX, SERIAL_VIRT_RX),
    .tx = SERIAL_LINK(SERIAL_DRIVER, SERIAL_DRIVER_TX, SERIAL_VIRT_TX),
    .default_baud = 115200,
    .rx_enabled = true,
};

CONFIG_FOR("serial_virt_tx", ".serial_virt_tx_config") serial_virt_tx_config_t serial_virt_tx = {
    .magic = SDDF_SERIAL_MAGIC,
    .driver = SERIAL_LINK(SERIAL_VIRT_TX, SERIAL_DRIVER_TX, SERIAL_DRIVER),
    .clients = {
        { .conn = SERIAL_LINK(SERIAL_VIRT_TX, CONSOLE_TX, CONSOLE), .name = "console" },
        { .conn = SERIAL_LINK(SERIAL_VIRT_TX, LOG_TX, WEBSERVER), .name = "webserver" },
        { .conn = SERIAL_LINK(SERIAL_VIRT_TX, NOISE_TX, HOSTILE), .name = "hostile" },
        { .conn = SERIAL_LINK(SERIAL_VIRT_TX, SPOOFER_LOG_TX, SPOOFER), .name = "spoofer" },
    },
    .num_clients = 4,
    .begin_str = "Begin input\r\n",
    .enable_colour = true,
    .enable_rx = true,
};

CONFIG_FOR("serial_virt_rx", ".serial_virt_rx_config") serial_virt_rx_config_t serial_virt_rx = {
    .magic = SDDF_SERIAL_MAGIC,
    .driver = SERIAL_LINK(SERIAL_VIRT_RX, SERIAL_DRIVER_RX, SERIAL_DRIVER),
    .clients = {
        SERIAL_LINK(SERIAL_VIRT_RX, CONSOLE_RX, CONSOLE),
        SERIAL_LINK(SERIAL_VIRT_RX, NOISE_RX, HOSTILE),
        SERIAL_LINK(SERIAL_VIRT_RX, SPOOFER_LOG_RX, SPOOFER),
    },
    .num_clients = 3,
    .switch_char = 28, /* Ctrl-\ */
    .terminate_num_char = '\r',
};

CONFIG_FOR("console", ".serial_client_config") serial_client_config_t console_serial = {
    .magic = SDDF_SERIAL_MAGIC,
    .rx = SERIAL_LINK(CONSOLE, CONSOLE_RX, SERIAL_VIRT_RX),
    .tx = SERIAL_LINK(CONSOLE, CONSOLE_TX, SERIAL_VIRT_TX),
};

CONFIG_FOR("console", ".timer_client_config") timer_client_config_t console_timer = {
    .magic = SDDF_TIMER_MAGIC,
    .driver_id = CONSOLE_CHANNEL_TIMER_DRIVER,
};

CONFIG_FOR("webserver", ".serial_client_config") serial_client_config_t webserver_serial = {
    .magic = SDDF_SERIAL_MAGIC,
    .tx = SERIAL_LINK(WEBSERVER, LOG_TX, SERIAL_VIRT_TX),
};

CONFIG_FOR("hostile", ".serial_client_config") serial_client_config_t hostile_serial = {
    .magic = SDDF_SERIAL_MAGIC,
    .rx = SERIAL_LINK(HOSTILE, NOISE_RX, SERIAL_VIRT_RX),
    .tx = SERIAL_LINK(HOSTILE, NOISE_TX, SERIAL_VIRT_TX),
};

CONFIG_FOR("hostile", ".timer_client_config") timer_client_config_t hostile_timer = {
    .magic = SDDF_TIMER_MAGIC,
    .driver_id = HOSTILE_CHANNEL_TIMER_DRIVER,
};

CONFIG_FOR("spoofer", ".serial_client_config") serial_client_config_t spoofer_serial = {
    .magic = SDDF_SERIAL_MAGIC,
    .rx = SERIAL_LINK(SPOOFER, SPOOFER_LOG_RX, SERIAL_VIRT_RX),
    .tx = SERIAL_LINK(SPOOFER, SPOOFER_LOG_TX, SERIAL_VIRT_TX),
};

CONFIG_FOR("spoofer", ".timer_client_config") timer_client_config_t spoofer_timer = {
    .magic = SDDF_TIMER_MAGIC,
    .driver_id = SPOOFER_CHANNEL_TIMER_DRIVER,
};
