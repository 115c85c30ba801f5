/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Backend on the kernel's debug console (UTL-7). Collects a line before it prints, so that the lines of
 * several PDs do not mix. Prints nothing where the kernel has no console.
 */
#include <microkit.h>

#include <sddf/util/printf.h>

#define LINE_SIZE 4096u

static char line[LINE_SIZE];
static unsigned int used;

static void flush(void)
{
    for (unsigned int i = 0; i < used; i++) {
        microkit_dbg_putc(line[i]);
    }
    used = 0;
}

void _sddf_putchar(char character)
{
    line[used] = character;
    used++;
    if (character == '\n' || used == LINE_SIZE) {
        flush();
    }
}
