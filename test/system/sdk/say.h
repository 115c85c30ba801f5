/* SPDX-License-Identifier: BSD-2-Clause */
/* How the programs of the SDK's system tests report: whole lines that the test waits for. */
#pragma once

#include <microkit.h>

static inline void say(const char *text)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": ");
    microkit_dbg_puts(text);
    microkit_dbg_puts("\n");
}

/* One line "NAME: pass WHAT" or "NAME: FAIL WHAT". */
static inline void expect(int condition, const char *what)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(condition ? ": pass " : ": FAIL ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}
