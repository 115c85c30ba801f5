/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server with a bug: its variables go bad, and the third call crashes it. Restarting it alone would not help,
 * because they would still be bad.
 */

#include <microkit.h>

static int initialised = 42; /* in .data */
static int calls;            /* in .bss */

static int *volatile nowhere;

void init(void)
{
    microkit_dbg_puts("server: generation ");
    microkit_dbg_put32((seL4_Uint32)microkit_generation);
    microkit_dbg_puts(initialised == 42 && calls == 0 ? ", everything is as at first\n" : ", SOMETHING IS LEFT\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    (void)msginfo;
    calls++;
    initialised = -1;
    if (calls == 3) {
        *nowhere = 1;
    }
    microkit_mr_set(0, microkit_generation);
    return microkit_msginfo_new(0, 1);
}
