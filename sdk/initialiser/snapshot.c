/* SPDX-License-Identifier: BSD-2-Clause */
/* The system as the kernel has it, for `microkit audit`: when all is built, the initialiser's authority is gone, and
 * nobody else has run. */

#include "initialiser.h"

#if defined(CONFIG_DEBUG_BUILD)

static void snapshot(void)
{
    microkit_dbg_puts("INIT|INFO: snapshot of the system\n");
    seL4_DebugSnapshot();
    microkit_dbg_puts("INIT|INFO: end of snapshot\n");
}

#else

static void snapshot(void)
{
}

#endif

void print_snapshot(void)
{
    if ((sys.header->flags & DESC_SNAPSHOT) != 0) {
        snapshot();
    }
}
