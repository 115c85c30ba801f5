/* SPDX-License-Identifier: BSD-2-Clause */
/* Works for ever; three protection domains run this program. */

#include <microkit.h>

volatile seL4_Word steps;

void init(void)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": works\n");
    for (;;) {
        steps++;
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
