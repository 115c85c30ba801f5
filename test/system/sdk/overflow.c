/* SPDX-License-Identifier: BSD-2-Clause */
/* Uses more stack than it has (T-64). */

#include "say.h"

static int (*volatile again)(int);

static int descend(int depth)
{
    volatile char frame[256];

    frame[0] = (char)depth;
    return again(depth + 1) + frame[0];
}

void init(void)
{
    again = descend;
    say("starting");
    expect(descend(0) < 0, "a fault");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
