/* SPDX-License-Identifier: BSD-2-Clause */
/* The client: its time is spent in both servers and comes back. */

#include "say.h"

#define MIDDLE 0

void init(void)
{
    for (seL4_Word i = 0; i < 1000; i++) {
        microkit_mr_set(0, i);
        (void)microkit_ppcall(MIDDLE, microkit_msginfo_new(0, 1));
        if (microkit_mr_get(0) != i + 110) {
            expect(0, "nested call");
        }
    }
    microkit_notify(MIDDLE);
    say("done");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
