/* SPDX-License-Identifier: BSD-2-Clause */
/* What a failed assertion does when the program brings no C library (LIB-18). */

#include <microkit.h>

__attribute__((weak)) void __assert_fail(const char *str, const char *file, int line, const char *function)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts("|assert failed: ");
    microkit_dbg_puts(str);
    microkit_dbg_puts(" ");
    microkit_dbg_puts(file);
    microkit_dbg_puts(" ");
    microkit_dbg_put32((seL4_Uint32)line);
    microkit_dbg_puts(" ");
    microkit_dbg_puts(function);
    microkit_dbg_puts("\n");
    microkit_internal_crash(seL4_NoError);
}
