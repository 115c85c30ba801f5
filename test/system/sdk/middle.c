/* SPDX-License-Identifier: BSD-2-Clause */
/* A passive server that calls another passive server: while it starts, for each call it gets, and for each
 * notification (LIB-10b, LIB-33). */

#include "say.h"

#define BACK 1

static seL4_Word ask_back(seL4_Word value)
{
    microkit_mr_set(0, value);
    (void)microkit_ppcall(BACK, microkit_msginfo_new(0, 1));
    return microkit_mr_get(0);
}

void init(void)
{
    expect(ask_back(1) == 11, "call while starting");
}

void notified(microkit_channel ch)
{
    (void)ch;
    expect(ask_back(3) == 13, "call after a notification");
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    (void)msginfo;
    microkit_mr_set(0, ask_back(microkit_mr_get(0)) + 100);
    return microkit_msginfo_new(0, 1);
}
