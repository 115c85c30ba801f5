/* SPDX-License-Identifier: BSD-2-Clause */
/* Debug output about a child's fault. */

#include <microkit.h>

/* The longest fault message has fewer words. */
#define MAX_FAULT_WORDS 64u

#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* Static, as in restart.c: locals of this size may need memset. */
static seL4_UserContext registers;
static seL4_Word message[MAX_FAULT_WORDS];

static void put_hex(seL4_Word x)
{
    int shift = 0;

    while (shift < 60 && x >> (shift + 4) != 0) {
        shift += 4;
    }
    microkit_dbg_puts("0x");
    for (; shift >= 0; shift -= 4) {
        microkit_dbg_putc("0123456789abcdef"[(x >> shift) & 0xf]);
    }
}

/* The address that a message names besides the program counter; the message registers hold it. */
static void put_kind(seL4_Word label)
{
    switch (label) {
    case seL4_Fault_CapFault:
        microkit_dbg_puts("used a capability that it does not have: ");
        put_hex(microkit_mr_get(seL4_CapFault_Addr));
        break;
    case seL4_Fault_VMFault:
        microkit_dbg_puts("memory fault at address ");
        put_hex(microkit_mr_get(seL4_VMFault_Addr));
        break;
    case seL4_Fault_UnknownSyscall:
        microkit_dbg_puts("unknown system call");
        break;
    case seL4_Fault_UserException:
        microkit_dbg_puts("exception");
        break;
    default:
        microkit_dbg_puts("fault with label ");
        microkit_dbg_put32((seL4_Uint32)label);
    }
}

/* Kernel calls overwrite the message that the caller may still want to read. */
static seL4_Word save_message(microkit_msginfo msginfo)
{
    seL4_Word count = microkit_msginfo_get_count(msginfo);

    count = count < MAX_FAULT_WORDS ? count : MAX_FAULT_WORDS;
    for (seL4_Word i = 0; i < count; i++) {
        message[i] = microkit_mr_get((seL4_Uint8)i);
    }
    return count;
}

static void put_backtrace(microkit_child child)
{
    if (seL4_TCB_ReadRegisters(BASE_TCB_CAP + child, seL4_False, 0, REGISTERS, &registers) != seL4_NoError) {
        return;
    }
    microkit_dbg_puts("backtrace of child ");
    microkit_dbg_put32(child);
    microkit_dbg_puts(" of '");
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts("': pc ");
    put_hex(registers.pc);
    microkit_dbg_puts(" lr ");
    put_hex(registers.x30);
    microkit_dbg_puts(" callers\n");
}

void microkit_dbg_put_fault(microkit_child child, microkit_msginfo msginfo)
{
    seL4_Word count = save_message(msginfo);

    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": child ");
    microkit_dbg_put32(child);
    microkit_dbg_puts(": ");
    put_kind(microkit_msginfo_get_label(msginfo));
    microkit_dbg_puts("\n");
    put_backtrace(child);
    for (seL4_Word i = 0; i < count; i++) {
        microkit_mr_set((seL4_Uint8)i, message[i]);
    }
}
