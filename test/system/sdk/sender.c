/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifies on every channel that a PD can have, and on some that it has not (T-65, T-71). */

#include "say.h"

void init(void)
{
    for (microkit_channel ch = 0; ch <= MICROKIT_MAX_CHANNEL_ID; ch++) {
        microkit_notify(MICROKIT_MAX_CHANNEL_ID - ch);
        microkit_notify(MICROKIT_MAX_CHANNEL_ID - ch);
    }
    microkit_notify(10000);
    microkit_deferred_notify(62);
    microkit_irq_ack(0);
    (void)microkit_ppcall(0, microkit_msginfo_new(0, 0));
    say("done");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
