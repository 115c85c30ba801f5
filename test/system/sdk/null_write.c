/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes where it has no memory (T-63). */

#include "say.h"

static volatile int *volatile nowhere;

void init(void)
{
    say("starting");
    *nowhere = 1;
    expect(0, "a fault");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
