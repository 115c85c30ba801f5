/* SPDX-License-Identifier: BSD-2-Clause */
/* Stops at the first kernel entry that breaks an invariant. */
#include "arch/aarch64/machine.h"
#include "debug/invariants.h"
#include "debug/print.h"
#include "debug_hooks.h"

void debug_check_invariants(void)
{
    const char *violated = invariant_violated();

    if (violated) {
        print_text("\nKernel invariant violated: ");
        print_text(violated);
        print_text("\n");
        machine_halt();
    }
}
