/* SPDX-License-Identifier: BSD-2-Clause */
/* The smallest protection domain: one that greets. */

#include <microkit.h>

void init(void)
{
    microkit_dbg_puts("hello, world\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
