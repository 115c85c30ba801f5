/* SPDX-License-Identifier: BSD-2-Clause */
/* The operating system under a component in a host test: <extern/os/sddf.h>, with everything recorded. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <os/sddf.h>

#define MOCK_CHANNELS 64

/* Since the last mock_reset(). */
struct mock_sddf {
    unsigned int notified[MOCK_CHANNELS];    /* plain and deferred notifications by channel */
    unsigned int acknowledged[MOCK_CHANNELS]; /* plain and deferred interrupt acknowledgements by id */
    uint64_t registers[8];                   /* message registers */
    char printed[4096];                       /* what went to _sddf_putchar, as far as it fits */
    unsigned int printed_length;
};

extern struct mock_sddf mock;

/* Forgets everything. */
void mock_reset(void);

/* Number of notifications on all channels. */
unsigned int mock_notifications(void);
