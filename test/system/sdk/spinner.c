/* SPDX-License-Identifier: BSD-2-Clause */
/* Never stops of its own accord. */

#include "say.h"

void init(void)
{
    say("spinning");
    for (;;) {
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
