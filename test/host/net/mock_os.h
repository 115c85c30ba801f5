/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The operating system under the components in host tests: notifications are counted, not delivered.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define MOCK_CHANNELS 64

/* What one protection domain has done since mock_enter. */
struct mock_pd {
    unsigned int notified[MOCK_CHANNELS];
    unsigned int irq_acks[MOCK_CHANNELS];
};

/*
 * The component that runs from now on is `pd`; a new handler run begins, so that its single deferred
 * slot is empty. A second deferred operation in one run fails the test (GEN-7).
 */
void mock_enter(struct mock_pd *pd);

/* Lines printed since the last call. */
unsigned int mock_lines_printed(void);
