/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the deferrer with a full message and waits for its notifications. */

#include "say.h"

#define SERVER 0

static unsigned seen;

void init(void)
{
    microkit_msginfo reply;

    microkit_mr_set(63, 1000);
    reply = microkit_ppcall(SERVER, microkit_msginfo_new(30, 64));
    expect(microkit_msginfo_get_label(reply) == 7, "label of the reply");
    expect(microkit_msginfo_get_count(reply) == 64, "length of the reply");
    expect(microkit_mr_get(63) == 1000 + 30 + 4, "last word of the reply");
}

void notified(microkit_channel ch)
{
    seen |= 1u << ch;
    if (seen == ((1u << 1) | (1u << 2) | (1u << 3))) {
        say("three notifications");
    }
}
