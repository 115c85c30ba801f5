/* SPDX-License-Identifier: BSD-2-Clause */
/* Debug output of a protection domain (LIB-15); silent unless the kernel prints. */

#include <microkit.h>

#if defined(CONFIG_PRINTING)

void microkit_dbg_putc(int c)
{
    seL4_DebugPutChar((char)c);
}

#else

void microkit_dbg_putc(int c)
{
    (void)c;
}

#endif

void microkit_dbg_puts(const char *s)
{
    for (; *s != '\0'; s++) {
        microkit_dbg_putc(*s);
    }
}

void microkit_dbg_put8(seL4_Uint8 x)
{
    microkit_dbg_put32(x);
}

void microkit_dbg_put32(seL4_Uint32 x)
{
    char digits[11];
    char *p = &digits[10];

    *p = '\0';
    do {
        p--;
        *p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    microkit_dbg_puts(p);
}
