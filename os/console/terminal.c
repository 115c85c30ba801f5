/* SPDX-License-Identifier: BSD-2-Clause */
/* A client's use of both serial queues, by the public functions. */
#include "terminal.h"

#include <stdarg.h>

#include <os/sddf.h>
#include <sddf/serial/queue.h>
#include <sddf/util/printf.h>

static struct {
    serial_queue_handle_t rx;
    serial_queue_handle_t tx;
    unsigned int tx_channel;
    uint32_t tail;    /* characters before it are written */
    uint32_t flushed; /* characters before it are published */
    struct terminal_counts counts;
} terminal;

void terminal_init(const serial_client_config_t *config)
{
    serial_queue_init(&terminal.rx, config->rx.queue.vaddr, (uint32_t)config->rx.data.size,
                      config->rx.data.vaddr);
    serial_queue_init(&terminal.tx, config->tx.queue.vaddr, (uint32_t)config->tx.data.size,
                      config->tx.data.vaddr);
    terminal.tx_channel = config->tx.id;
}

bool terminal_get(char *character)
{
    bool taken = serial_dequeue(&terminal.rx, character) == 0;

    terminal.counts.received += taken;
    return taken;
}

static void put_raw(char character)
{
    if (serial_enqueue_local(&terminal.tx, &terminal.tail, character) == 0) {
        terminal.counts.sent++;
    } else {
        terminal.counts.dropped++;
    }
}

void terminal_put(char character)
{
    if (character == '\n') {
        put_raw('\r');
    }
    put_raw(character);
}

void terminal_print(const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    sddf_vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    for (const char *p = text; *p != '\0'; p++) {
        terminal_put(*p);
    }
}

void terminal_flush(void)
{
    if (terminal.tail == terminal.flushed) {
        return;
    }
    terminal.flushed = terminal.tail;
    serial_update_shared_tail(&terminal.tx, terminal.tail);
    sddf_notify(terminal.tx_channel);
}

struct terminal_counts terminal_counts(void)
{
    return terminal.counts;
}
