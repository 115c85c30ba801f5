/* SPDX-License-Identifier: BSD-2-Clause */
/* Uses a device at an address where this protection domain has no memory. It does not know that. */

#include <microkit.h>

#include "device.h"

/* One instruction for each access, with the value in x0: a kernel at EL1 cannot tell the parent which register an
 * instruction uses (at EL2 the processor says so). */
static seL4_Word device_read(seL4_Word offset)
{
    register seL4_Word value __asm__("x0");

    __asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(DEVICE_BASE + offset) : "memory");
    return value;
}

static void device_write(seL4_Word offset, seL4_Word to_write)
{
    register seL4_Word value __asm__("x0") = to_write;

    __asm__ volatile("str %0, [%1]" ::"r"(value), "r"(DEVICE_BASE + offset) : "memory");
}

void init(void)
{
    device_write(DEVICE_SEED, 7);
    for (int i = 0; i < 3; i++) {
        microkit_dbg_puts("guest: random number ");
        microkit_dbg_put32((seL4_Uint32)device_read(DEVICE_RANDOM));
        microkit_dbg_puts("\n");
    }
    device_write(DEVICE_SIZE, 1);
    microkit_dbg_puts("guest: this line never appears\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
