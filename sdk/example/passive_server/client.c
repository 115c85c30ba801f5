/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks the passive server to double numbers, then notifies it. */

#include <microkit.h>

#define SERVER_CH 1

static seL4_Word twice(seL4_Word x)
{
    microkit_mr_set(0, x);
    (void)microkit_ppcall(SERVER_CH, microkit_msginfo_new(0, 1));
    return microkit_mr_get(0);
}

void init(void)
{
    for (seL4_Word x = 1; x <= 3; x++) {
        microkit_dbg_puts("client: twice ");
        microkit_dbg_put32((seL4_Uint32)x);
        microkit_dbg_puts(" is ");
        microkit_dbg_put32((seL4_Uint32)twice(x));
        microkit_dbg_puts("\n");
    }
    microkit_notify(SERVER_CH);
    microkit_dbg_puts("client: done\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
