/* SPDX-License-Identifier: BSD-2-Clause */
/* Register dump of a faulting thread, AArch64 (MON-6). */

#include "monitor.h"

/* In the order of seL4_UserContext (01 REG-1), padded to one width. */
static const char names[][13] = {
    "pc          ", "sp          ", "spsr        ", "x0          ", "x1          ", "x2          ",
    "x3          ", "x4          ", "x5          ", "x6          ", "x7          ", "x8          ",
    "x16         ", "x17         ", "x18         ", "x29         ", "x30         ", "x9          ",
    "x10         ", "x11         ", "x12         ", "x13         ", "x14         ", "x15         ",
    "x19         ", "x20         ", "x21         ", "x22         ", "x23         ", "x24         ",
    "x25         ", "x26         ", "x27         ", "x28         ", "tpidr_el0   ", "tpidrro_el0 ",
};

#define REGISTER_COUNT (sizeof(seL4_UserContext) / sizeof(seL4_Word))

_Static_assert(sizeof(names) / sizeof(names[0]) == REGISTER_COUNT, "one name for each register");

/* The kernel interface fills a struct of REGISTER_COUNT words. */
static union {
    seL4_UserContext context;
    seL4_Word words[REGISTER_COUNT];
} regs;

const seL4_UserContext *read_registers(seL4_CPtr tcb)
{
    seL4_Error err = seL4_TCB_ReadRegisters(tcb, seL4_False, 0, REGISTER_COUNT, &regs.context);

    if (err != seL4_NoError) {
        put_field("registers cannot be read, kernel error ", (seL4_Word)err);
        return 0;
    }
    return &regs.context;
}

void report_registers(const seL4_UserContext *context)
{
    const seL4_Word *words = (const seL4_Word *)context;

    for (seL4_Word i = 0; i < REGISTER_COUNT; i++) {
        microkit_dbg_puts(names[i]);
        microkit_dbg_puts(": 0x");
        put_hex64(words[i]);
        microkit_dbg_puts("\n");
    }
}
