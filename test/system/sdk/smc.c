/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the firmware: its power interface says its version. */

#include "say.h"

#define PSCI_VERSION 0x84000000ul

void init(void)
{
    seL4_ARM_SMCContext call = {.x0 = PSCI_VERSION};
    seL4_ARM_SMCContext answer = {0};

    microkit_arm_smc_call(&call, &answer);
    expect(answer.x0 >> 16 == 1, "version 1 of the power interface");
    say("done");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
