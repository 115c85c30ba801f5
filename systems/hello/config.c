/* SPDX-License-Identifier: BSD-2-Clause */
/* Configuration of every protection domain of the hello system. */
#include <sddf/resources/device.h>
#include <sddf/serial/config.h>
#include <sddf/timer/config.h>
#include <systems/config.h>

#include "console.h"
#include "hello.h"
#include "serial_driver.h"
#include "serial_virt_rx.h"
#include "serial_virt_tx.h"
#include "timer_driver.h"

CONFIG_FOR("timer_driver", ".device_resources") device_resources_t timer_device = {
    .magic = DEVICE_RESOURCES_MAGIC,
    .num_irqs = 1,
    .irqs = { { TIMER_DRIVER_IRQ_30 } },
};

CONFIG_FOR("serial_driver", ".device_resources") device_resources_t serial_device = {
    .magic = DEVICE_RESOURCES_MAGIC,
    .num_regions = 1,
    .num_irqs = 1,
    .regions = { DEVICE_REGION(SERIAL_DRIVER, UART) },
    .irqs = { { SERIAL_DRIVER_IRQ_33 } },
};

CONFIG_FOR("serial_driver", ".serial_driver_config") serial_driver_config_t serial_driver = {
    .magic = SDDF_SERIAL_MAGIC,
    .rx = SERIAL_LINK(SERIAL_DRIVER, DRIVER_RX, SERIAL_VIRT_RX),
    .tx = SERIAL_LINK(SERIAL_DRIVER, DRIVER_TX, SERIAL_VIRT_TX),
    .default_baud = 115200,
    .rx_enabled = true,
};

CONFIG_FOR("serial_virt_tx", ".serial_virt_tx_config") serial_virt_tx_config_t serial_virt_tx = {
    .magic = SDDF_SERIAL_MAGIC,
    .driver = SERIAL_LINK(SERIAL_VIRT_TX, DRIVER_TX, SERIAL_DRIVER),
    .clients = {
        { .conn = SERIAL_LINK(SERIAL_VIRT_TX, CONSOLE_TX, CONSOLE), .name = "console" },
        { .conn = SERIAL_LINK(SERIAL_VIRT_TX, HELLO_TX, HELLO), .name = "hello" },
    },
    .num_clients = 2,
    .begin_str = "Begin input\r\n",
    .enable_colour = true,
    .enable_rx = true,
};

CONFIG_FOR("serial_virt_rx", ".serial_virt_rx_config") serial_virt_rx_config_t serial_virt_rx = {
    .magic = SDDF_SERIAL_MAGIC,
    .driver = SERIAL_LINK(SERIAL_VIRT_RX, DRIVER_RX, SERIAL_DRIVER),
    .clients = {
        SERIAL_LINK(SERIAL_VIRT_RX, CONSOLE_RX, CONSOLE),
        SERIAL_LINK(SERIAL_VIRT_RX, HELLO_RX, HELLO),
    },
    .num_clients = 2,
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

CONFIG_FOR("hello", ".serial_client_config") serial_client_config_t hello_serial = {
    .magic = SDDF_SERIAL_MAGIC,
    .rx = SERIAL_LINK(HELLO, HELLO_RX, SERIAL_VIRT_RX),
    .tx = SERIAL_LINK(HELLO, HELLO_TX, SERIAL_VIRT_TX),
};
