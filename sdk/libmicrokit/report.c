/* SPDX-License-Identifier: BSD-2-Clause */
/* How the inline functions of <microkit.h> report misuse and kernel errors (LIB-14, LIB-17). */

#include <microkit.h>

void microkit_internal_bad_channel(const char *function, microkit_channel ch)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(" ");
    microkit_dbg_puts(function);
    microkit_dbg_puts(": invalid channel given '");
    microkit_dbg_put32(ch);
    microkit_dbg_puts("'\n");
}

void microkit_internal_check(seL4_Error err, const char *function)
{
    if (err == seL4_NoError) {
        return;
    }
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(" ");
    microkit_dbg_puts(function);
    microkit_dbg_puts(": kernel error ");
    microkit_dbg_put32((seL4_Uint32)err);
    microkit_dbg_puts("\n");
    microkit_internal_crash(err);
}
