/* SPDX-License-Identifier: BSD-2-Clause */
/* Uses the FPU that its description denies (T-77). */

#include "say.h"

void init(void)
{
    say("starting");
    __asm__ volatile("fmov d0, #1.0" ::: "v0");
    expect(0, "a fault");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
