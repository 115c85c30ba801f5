/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent of `guest` gets its faults, and plays the device that is not there: it does what the faulting
 * instruction asked for, in the child's registers, and lets the child go on behind it. A fault anywhere else
 * leaves the child where it is.
 */

#include <microkit.h>

#include "device.h"

#define CHILD 1
#define INSTRUCTION_BYTES 4

/* Of the syndrome of a data abort (Arm ARM, ESR_ELx). */
#define SYNDROME_WRITE (1ul << 6)

#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

static seL4_Word sequence;
unsigned emulated, refused;

static seL4_UserContext registers;

static seL4_Word next_random(void)
{
    sequence = (sequence * 1103515245 + 12345) % 0x80000000;
    return sequence % 1000;
}

/* The child has the value in x0. False if the device has no such register. */
static seL4_Bool access_device(seL4_Word offset, seL4_Bool write)
{
    if (write && offset == DEVICE_SEED) {
        sequence = registers.x0;
        return seL4_True;
    }
    if (!write && offset == DEVICE_RANDOM) {
        registers.x0 = next_random();
        return seL4_True;
    }
    return seL4_False;
}

static seL4_Bool emulate(seL4_Word address, seL4_Word syndrome)
{
    if (address < DEVICE_BASE || address >= DEVICE_BASE + DEVICE_SIZE) {
        return seL4_False;
    }
    if (seL4_TCB_ReadRegisters(BASE_TCB_CAP + CHILD, seL4_False, 0, REGISTERS, &registers) != seL4_NoError ||
        !access_device(address - DEVICE_BASE, (syndrome & SYNDROME_WRITE) != 0)) {
        return seL4_False;
    }
    registers.pc += INSTRUCTION_BYTES;
    return seL4_TCB_WriteRegisters(BASE_TCB_CAP + CHILD, seL4_False, 0, REGISTERS, &registers) == seL4_NoError;
}

void init(void)
{
    microkit_dbg_puts("emulator: ready\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}

static void refuse(void)
{
    refused++;
    microkit_dbg_puts("emulator: that is not the device; the guest stops here\n");
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)child;
    /* All that the message says must be taken out before another kernel call overwrites it. */
    if (microkit_msginfo_get_label(msginfo) == seL4_Fault_VMFault &&
        emulate(microkit_mr_get(seL4_VMFault_Addr), microkit_mr_get(seL4_VMFault_FSR))) {
        emulated++;
        *reply_msginfo = microkit_msginfo_new(0, 0);
        return seL4_True;
    }
    refuse();
    return seL4_False;
}
