/* SPDX-License-Identifier: BSD-2-Clause */
/* Receives from a capability that cannot exist: the guard of its CNode does not match (T-66). */

#include "say.h"

void init(void)
{
    seL4_Word badge;

    say("starting");
    seL4_Recv(10010, &badge, 4);
    expect(0, "a fault");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
