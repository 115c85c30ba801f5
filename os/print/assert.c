/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a failed assertion (UTL-2). */
#include <sddf/util/printf.h>
#include <sddf/util/util.h>

static bool failing;

_Noreturn void _assert_fail(const char *expr, const char *file, unsigned int line, const char *func)
{
    /* Printing may fail an assertion too. */
    if (!failing) {
        failing = true;
        sddf_printf("Failed assertion '%s' at %s:%u in function %s\n", expr, file, line, func);
    }
    __builtin_trap();
}
