/* SPDX-License-Identifier: BSD-2-Clause */
/* Executes a trap instruction, as compilers put in place of undefined behaviour. */

#include "say.h"

void init(void)
{
    say("starting");
    __asm__ volatile("brk #0x5512");
    expect(0, "a fault");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
