/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers each notification with one. */

#include "say.h"

void init(void)
{
    say("init");
}

void notified(microkit_channel ch)
{
    say("works");
    microkit_notify(ch);
}
