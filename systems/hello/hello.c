/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest useful client: prints a greeting on the serial line, and answers whatever is typed to it.
 */
#include <os/sddf.h>
#include <sddf/serial/config.h>
#include <sddf/serial/queue.h>
#include <sddf/util/printf.h>

__attribute__((section(".serial_client_config"))) serial_client_config_t config;

static serial_queue_handle_t rx;
static serial_queue_handle_t tx;

void init(void)
{
    if (!serial_config_check_magic(&config)) {
        return;
    }
    serial_queue_init(&rx, config.rx.queue.vaddr, (uint32_t)config.rx.data.size, config.rx.data.vaddr);
    serial_queue_init(&tx, config.tx.queue.vaddr, (uint32_t)config.tx.data.size, config.tx.data.vaddr);
    serial_putchar_init(config.tx.id, &tx);
    sddf_printf("Hello, world! This is %s, a protection domain of Nemea.\n", sddf_get_pd_name());
}

void notified(sddf_channel channel)
{
    char character;

    if (rx.queue == NULL || channel != config.rx.id) {
        return;
    }
    for (uint32_t left = rx.capacity; left > 0 && serial_dequeue(&rx, &character) == 0; left--) {
        sddf_printf("%s: you typed 0x%02x\n", sddf_get_pd_name(), (unsigned int)(unsigned char)character);
    }
}
