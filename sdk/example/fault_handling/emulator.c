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

/* Fields of the syndrome of a data abort (Arm ARM, ESR_ELx). */
#define SYNDROME_VALID (1ul << 24)
#define SYNDROME_REGISTER(s) (((s) >> 16) & 31)
#define SYNDROME_WRITE (1ul << 6)

#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define ZERO_REGISTER 31

static seL4_Word sequence;
unsigned emulated, refused;

static seL4_UserContext registers;

/* The kernel's order of registers is not that of their numbers. */
static seL4_Word *general_register(seL4_Word number)
{
    static seL4_Word *const places[] = {
        &registers.x0,  &registers.x1,  &registers.x2,  &registers.x3,  &registers.x4,  &registers.x5,
        &registers.x6,  &registers.x7,  &registers.x8,  &registers.x9,  &registers.x10, &registers.x11,
        &registers.x12, &registers.x13, &registers.x14, &registers.x15, &registers.x16, &registers.x17,
        &registers.x18, &registers.x19, &registers.x20, &registers.x21, &registers.x22, &registers.x23,
        &registers.x24, &registers.x25, &registers.x26, &registers.x27, &registers.x28, &registers.x29,
        &registers.x30,
    };

    return places[number];
}

static seL4_Word next_random(void)
{
    sequence = (sequence * 1103515245 + 12345) % 0x80000000;
    return sequence % 1000;
}

/* False if the device has no such register. */
static seL4_Bool access_device(seL4_Word offset, seL4_Word syndrome)
{
    seL4_Word number = SYNDROME_REGISTER(syndrome);
    seL4_Bool write = (syndrome & SYNDROME_WRITE) != 0;

    if (write && offset == DEVICE_SEED) {
        sequence = number == ZERO_REGISTER ? 0 : *general_register(number);
        return seL4_True;
    }
    if (!write && offset == DEVICE_RANDOM) {
        if (number != ZERO_REGISTER) {
            *general_register(number) = next_random();
        }
        return seL4_True;
    }
    return seL4_False;
}

static seL4_Bool emulate(seL4_Word address, seL4_Word syndrome)
{
    if (address < DEVICE_BASE || address >= DEVICE_BASE + DEVICE_SIZE || (syndrome & SYNDROME_VALID) == 0) {
        return seL4_False;
    }
    if (seL4_TCB_ReadRegisters(BASE_TCB_CAP + CHILD, seL4_False, 0, REGISTERS, &registers) != seL4_NoError ||
        !access_device(address - DEVICE_BASE, syndrome)) {
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
