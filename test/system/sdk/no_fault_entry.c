/* SPDX-License-Identifier: BSD-2-Clause */
/* A parent without fault(): its child's fault brings it down with a message (LIB-7). */

#include "say.h"

void init(void)
{
    say("starting");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
