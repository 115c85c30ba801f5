/* SPDX-License-Identifier: BSD-2-Clause */
/* Hexadecimal output of the monitor. */

#include "monitor.h"

static void put_hex(seL4_Word x, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        microkit_dbg_putc("0123456789abcdef"[(x >> shift) & 0xf]);
    }
}

void put_hex32(seL4_Uint32 x)
{
    put_hex(x, 8);
}

void put_hex64(seL4_Word x)
{
    put_hex(x, 16);
}

void put_hex_short(seL4_Word x)
{
    int digits = 1;

    for (seL4_Word rest = x >> 4; rest != 0; rest >>= 4) {
        digits++;
    }
    put_hex(x, digits);
}

void put_field(const char *label, seL4_Word value)
{
    microkit_dbg_puts(ERROR_LINE);
    microkit_dbg_puts(label);
    microkit_dbg_puts("0x");
    put_hex64(value);
    microkit_dbg_puts("\n");
}
