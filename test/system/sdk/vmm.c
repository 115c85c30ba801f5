/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A monitor for a guest of ten instructions: emulates a device register for it, and ends when the guest waits
 * for an interrupt (spec 03 section 3.5, LIB-22, LIB-23).
 */

#include <stdint.h>

#include "say.h"

#define VCPU 5
#define GUEST_RAM 0x40000000ul /* guest-physical */
#define DEVICE 0x9000000ul     /* guest-physical, not mapped */
#define SPSR_EL1H 0x3c5ul
#define EC_WFX 1ul

uintptr_t guest_ram;
uintptr_t vcpu_id;

/* str x0, [x1]; ldr x2, [x1]; str x2, [x3]; wfi */
static const uint32_t program[] = {0xf9000020, 0xf9400022, 0xf9000062, 0xd503207f};

static seL4_UserContext regs;
static unsigned accesses;

static seL4_CPtr tcb(void)
{
    return BASE_VM_TCB_CAP + vcpu_id;
}

static seL4_Error read_registers(void)
{
    return seL4_TCB_ReadRegisters(tcb(), 0, 0, sizeof regs / sizeof(seL4_Word), &regs);
}

static seL4_Error write_registers(void)
{
    return seL4_TCB_WriteRegisters(tcb(), 0, 0, sizeof regs / sizeof(seL4_Word), &regs);
}

void init(void)
{
    for (unsigned i = 0; i < sizeof program / sizeof program[0]; i++) {
        ((volatile uint32_t *)guest_ram)[i] = program[i];
    }
    regs.spsr = SPSR_EL1H;
    regs.x0 = 0x1234;
    regs.x1 = DEVICE;
    regs.x3 = GUEST_RAM + 0x1000;
    expect(vcpu_id == VCPU, "id of the virtual CPU");
    expect(write_registers() == seL4_NoError, "write registers");
    microkit_vcpu_arm_write_reg((microkit_child)vcpu_id, seL4_VCPUReg_TPIDR_EL1, 77);
    expect(microkit_vcpu_arm_read_reg((microkit_child)vcpu_id, seL4_VCPUReg_TPIDR_EL1) == 77, "virtual CPU register");
    microkit_vcpu_arm_inject_irq((microkit_child)vcpu_id, 40, 0, 1, 0);
    microkit_vcpu_restart((microkit_child)vcpu_id, GUEST_RAM);
}

void notified(microkit_channel ch)
{
    (void)ch;
}

/* The guest's write must bring 0x1234, and its read gets 0x5678. */
static void emulate_device(void)
{
    seL4_Word fsr = microkit_mr_get(seL4_VMFault_FSR);
    int is_write = (fsr >> 6) & 1;

    expect(microkit_mr_get(seL4_VMFault_Addr) == DEVICE, "address of the guest's access");
    expect(read_registers() == seL4_NoError, "read registers");
    expect(is_write == (accesses == 0), "direction of the guest's access");
    if (is_write) {
        expect(regs.x0 == 0x1234, "value written by the guest");
    } else {
        regs.x2 = 0x5678;
    }
    accesses++;
    regs.pc += 4;
    expect(write_registers() == seL4_NoError, "advance the guest");
}

static void check_wait(void)
{
    expect((microkit_mr_get(seL4_VCPUFault_HSR) >> 26) == EC_WFX, "the guest waits");
    expect(*(volatile uint64_t *)(guest_ram + 0x1000) == 0x5678, "value read by the guest");
    microkit_vcpu_stop((microkit_child)vcpu_id);
    say("done");
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    expect(child == VCPU, "badge of the virtual CPU");
    if (microkit_msginfo_get_label(msginfo) == seL4_Fault_VMFault) {
        emulate_device();
        *reply_msginfo = microkit_msginfo_new(0, 0);
        return seL4_True;
    }
    check_wait();
    return seL4_False;
}
