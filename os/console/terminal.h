/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console's way to its serial line: characters collect until a flush, so that a whole answer costs one
 * signal.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sddf/serial/config.h>

/* Binds both queues of the client's configuration. */
void terminal_init(const serial_client_config_t *config);

/* Takes the next typed character; false if there is none. */
bool terminal_get(char *character);

/* Sends a character; "\n" as "\r\n". What finds no room is dropped and counted. */
void terminal_put(char character);

/* As sddf_printf, to the terminal; at most 255 characters. */
void terminal_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes everything sent so far visible. */
void terminal_flush(void);

/* Characters since the start. */
struct terminal_counts {
    uint64_t received;
    uint64_t sent;
    uint64_t dropped;
};

struct terminal_counts terminal_counts(void);
