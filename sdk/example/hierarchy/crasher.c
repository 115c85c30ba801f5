/* SPDX-License-Identifier: BSD-2-Clause */
/* A child that writes to an address where it has no memory. */

#include <microkit.h>

/* The compiler must not see where it points. */
static volatile int *volatile nowhere = (volatile int *)0x10;

void init(void)
{
    microkit_dbg_puts("crasher: starting\n");
    *nowhere = 1;
    microkit_dbg_puts("crasher: this line never appears\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
