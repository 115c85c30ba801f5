/* SPDX-License-Identifier: BSD-2-Clause */
/* Has all channels notified before it first runs: one call for each, lowest id first (LIB-10, LIB-12). */

#include "say.h"

static microkit_channel next;

void init(void)
{
    say("init");
}

void notified(microkit_channel ch)
{
    if (ch != next) {
        expect(0, "channels in order");
    }
    next++;
    if (next == MICROKIT_MAX_CHANNELS) {
        say("62 channels in order");
    } else if (next > MICROKIT_MAX_CHANNELS) {
        expect(0, "one call for two signals");
    }
}
