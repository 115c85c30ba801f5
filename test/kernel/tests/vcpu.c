/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual CPUs: guests of a few instructions at EL1, each in a page of its own that is all the memory it has.
 * A kernel at EL1 has no such objects.
 */
#include <framework/errors.h>
#include <framework/guest.h>
#include <framework/objects.h>
#include <framework/test.h>
#include <framework/threads.h>

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT

#define NOWHERE 0x700008u
#define VIRTUAL_TIMER 27u
#define INITIAL_SCTLR 0x34d58820u
#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

GUEST_PROGRAM(guest_sends, "mrs x2, tpidr_el1\n hvc #0\n smc #0\n");
GUEST_PROGRAM(guest_waits, "wfe\n mov x2, #1\n hvc #0\n wfi\n mov x2, #2\n hvc #0\n b .\n");
GUEST_PROGRAM(guest_loads, "ldr x2, [x1]\n b .\n");
GUEST_PROGRAM(guest_calls_monitor, "smc #0\n b .\n");

GUEST_PROGRAM(guest_times,
              "mov x2, #1000\n"
              "msr cntv_tval_el0, x2\n"
              "mov x2, #1\n"
              "msr cntv_ctl_el0, x2\n"
              "b .\n");

TEST("VCPU-2", a_new_vcpu_has_its_mmu_off)
{
    seL4_CPtr vcpu = object_new(seL4_ARM_VCPUObject, 0);

    check_eq(seL4_ARM_VCPU_ReadRegs(vcpu, seL4_VCPUReg_SCTLR).value, INITIAL_SCTLR);
    for (seL4_Word field = seL4_VCPUReg_CPACR; field < seL4_VCPUReg_Num; field++) {
        check_eq(seL4_ARM_VCPU_ReadRegs(vcpu, field).value, 0);
    }
}

TEST("VCPU-5,VCPU-3", registers_are_checked_and_kept)
{
    seL4_CPtr vcpu = object_new(seL4_ARM_VCPUObject, 0);

    check_eq(seL4_ARM_VCPU_WriteRegs(vcpu, seL4_VCPUReg_VBAR, 0x1234800), seL4_NoError);
    check_eq(seL4_ARM_VCPU_ReadRegs(vcpu, seL4_VCPUReg_VBAR).value, 0x1234800);
    check_invalid_argument(seL4_ARM_VCPU_WriteRegs(vcpu, seL4_VCPUReg_Num, 1), 1);
    check_invalid_argument(seL4_ARM_VCPU_ReadRegs(vcpu, seL4_VCPUReg_Num).error, 1);
    check_eq(invoke(vcpu, ARMVCPUWriteReg, 0, 1), seL4_TruncatedMessage);
    check_eq(invoke(vcpu, ARMPageMap, 0, 0), seL4_IllegalOperation);
}

TEST("VCPU-4", only_a_thread_can_have_a_vcpu)
{
    seL4_CPtr vcpu = object_new(seL4_ARM_VCPUObject, 0);

    check_eq(seL4_ARM_VCPU_SetTCB(vcpu, endpoint_new()), seL4_IllegalOperation);
    check_eq(invoke(vcpu, ARMVCPUSetTCB, 0, 0), seL4_TruncatedMessage);
    check_eq(seL4_ARM_VCPU_SetTCB(vcpu, tcb_new()), seL4_NoError);
    check_eq(seL4_ARM_VCPU_SetTCB(vcpu, tcb_new()), seL4_NoError);
}

TEST("VCPU-6", injection_is_checked)
{
    seL4_CPtr vcpu = object_new(seL4_ARM_VCPUObject, 0);

    check_range_error(seL4_ARM_VCPU_InjectIRQ(vcpu, 1024, 0, 0, 0), 0, 1023);
    check_range_error(seL4_ARM_VCPU_InjectIRQ(vcpu, 40, 32, 0, 0), 0, 31);
    check_range_error(seL4_ARM_VCPU_InjectIRQ(vcpu, 40, 0, 2, 0), 0, 1);
    check_range_error(seL4_ARM_VCPU_InjectIRQ(vcpu, 40, 0, 0, 4), 0, 3);
    check_eq(seL4_ARM_VCPU_InjectIRQ(vcpu, 40, 0, 0, 3), seL4_NoError);
    check_eq(seL4_ARM_VCPU_InjectIRQ(vcpu, 41, 0, 0, 3), seL4_NoError);
}

TEST("VCPU-8", only_the_virtual_timer_is_acknowledged)
{
    seL4_CPtr vcpu = object_new(seL4_ARM_VCPUObject, 0);

    check_range_error(seL4_ARM_VCPU_AckVPPI(vcpu, 160), 0, 159);
    check_invalid_argument(seL4_ARM_VCPU_AckVPPI(vcpu, 26), 0);
    check_eq(seL4_ARM_VCPU_AckVPPI(vcpu, VIRTUAL_TIMER), seL4_NoError);
}

TEST("REG-4", the_status_of_a_guest_may_name_el1)
{
    seL4_CPtr vcpu = object_new(seL4_ARM_VCPUObject, 0);
    struct thread *helper = thread_new(BELOW);
    seL4_UserContext context = { .spsr = STATUS_EL1H };

    check_eq(seL4_ARM_VCPU_SetTCB(vcpu, helper->tcb), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, REGISTERS, &context), seL4_NoError);
    check_eq(read_registers(helper->tcb).spsr, STATUS_EL1H);
    context.spsr = STATUS_EL1H | 8;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, REGISTERS, &context), seL4_NoError);
    check_eq(read_registers(helper->tcb).spsr & 0x1f, 0);
    context.spsr = STATUS_EL1H;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, REGISTERS, &context), seL4_NoError);
    check_eq(seL4_ARM_VCPU_SetTCB(vcpu, tcb_new()), seL4_NoError);
    check_eq(read_registers(helper->tcb).spsr & 0x1f, 0);
}

TEST("VCPU-21,VCPU-1", a_guest_kernel_makes_system_calls)
{
    struct guest guest = guest_new(guest_sends, 0);
    seL4_CPtr reply = reply_new();
    struct registers message;

    check_eq(seL4_ARM_VCPU_WriteRegs(guest.vcpu, seL4_VCPUReg_TPIDR_EL1, 0x55), seL4_NoError);
    guest_start(&guest);
    message = guest_next(&guest, reply, MESSAGE(0x66, 0, 1));
    check_eq(message.x[MR0], 0x55);
    message = execute(step_recv(guest.endpoint, reply));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VCPUFault, 0, 1));
    check_eq(EXCEPTION_CLASS(message.x[MR0]), CLASS_SMC);
    check_eq(read_registers(guest.thread->tcb).pc, GUEST_CODE + 8);
}

/* QEMU lets a WFE pass. */
TEST("VCPU-17,VCPU-22", a_guest_that_waits_faults_as_configured)
{
    struct guest guest = guest_new(guest_waits, 0);
    seL4_CPtr reply = reply_new();

    guest_start(&guest);
    check_eq(guest_next(&guest, reply, MESSAGE(0x66, 0, 1)).x[MR0], 1);
#ifndef CONFIG_DISABLE_WFI_WFE_TRAPS
    check_eq(EXCEPTION_CLASS(guest_next(&guest, reply, MESSAGE(seL4_Fault_VCPUFault, 0, 1)).x[MR0]), CLASS_WFX);
    check_eq(read_registers(guest.thread->tcb).pc, GUEST_CODE + 12);
    guest_skip(&guest, reply);
#endif
    check_eq(guest_next(&guest, reply, MESSAGE(0x66, 0, 1)).x[MR0], 2);
}

TEST("VCPU-9", guests_keep_their_registers_apart)
{
    struct guest a = guest_new(guest_sends, 0);
    struct guest b = guest_new(guest_sends, 1);
    seL4_CPtr reply = reply_new();

    check_eq(seL4_ARM_VCPU_WriteRegs(a.vcpu, seL4_VCPUReg_TPIDR_EL1, 0xa), seL4_NoError);
    check_eq(seL4_ARM_VCPU_WriteRegs(b.vcpu, seL4_VCPUReg_TPIDR_EL1, 0xb), seL4_NoError);
    for (unsigned round = 0; round < 3; round++) {
        guest_start(&a);
        check_eq(execute(step_recv(a.endpoint, reply)).x[MR0], 0xa + round);
        guest_start(&b);
        check_eq(execute(step_recv(b.endpoint, reply)).x[MR0], 0xb + round);
        check_eq(seL4_TCB_Suspend(a.thread->tcb), seL4_NoError);
        check_eq(seL4_TCB_Suspend(b.thread->tcb), seL4_NoError);
        check_eq(seL4_ARM_VCPU_ReadRegs(a.vcpu, seL4_VCPUReg_TPIDR_EL1).value, 0xa + round);
        check_eq(seL4_ARM_VCPU_ReadRegs(b.vcpu, seL4_VCPUReg_TPIDR_EL1).value, 0xb + round);
        check_eq(seL4_ARM_VCPU_WriteRegs(a.vcpu, seL4_VCPUReg_TPIDR_EL1, 0xa + round + 1), seL4_NoError);
        check_eq(seL4_ARM_VCPU_WriteRegs(b.vcpu, seL4_VCPUReg_TPIDR_EL1, 0xb + round + 1), seL4_NoError);
    }
}

TEST("VCPU-5", registers_written_while_loaded_but_disabled_are_not_lost)
{
    struct guest guest = guest_new(guest_sends, 0);
    seL4_CPtr reply = reply_new();

    guest_start(&guest);
    (void)execute(step_recv(guest.endpoint, reply));
    check_eq(seL4_ARM_VCPU_WriteRegs(guest.vcpu, seL4_VCPUReg_CPACR, 0x300000), seL4_NoError);
    check_eq(seL4_ARM_VCPU_WriteRegs(guest.vcpu, seL4_VCPUReg_CNTV_CVAL, 0x123456), seL4_NoError);
    (void)execute(step_recv(guest.endpoint, reply));
    check_eq(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CPACR).value, 0x300000);
    check_eq(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CNTV_CVAL).value, 0x123456);
}

TEST("A64-12", a_guest_faults_with_its_physical_address)
{
    struct guest guest = guest_new(guest_loads, 0);
    struct registers message;

    guest.context.x1 = NOWHERE;
    guest_start(&guest);
    message = execute(step_recv(guest.endpoint, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR0], GUEST_CODE);
    check_eq(message.x[MR1], NOWHERE);
    check_eq(message.x[MR2], 0);
}

TEST("SMC-3", a_guest_does_not_reach_the_monitor)
{
    struct guest guest = guest_new(guest_calls_monitor, 0);
    struct registers message;

    guest_start(&guest);
    message = execute(step_recv(guest.endpoint, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VCPUFault, 0, 1));
    check_eq(EXCEPTION_CLASS(message.x[MR0]), CLASS_SMC);
}

TEST("VCPU-12", the_virtual_timer_stops_the_guest_until_acknowledged)
{
    struct guest guest = guest_new(guest_times, 0);
    seL4_CPtr reply = reply_new();
    struct registers message;

    guest_start(&guest);
    message = execute(step_recv(guest.endpoint, reply));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VPPIEvent, 0, 1));
    check_eq(message.x[MR0], VIRTUAL_TIMER);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 0));
    sleep_us(3000);
    message = execute(step_nbrecv(guest.endpoint, reply));
    check_eq(message.x[BADGE], 0);
    check_eq(message.x[INFO], step_nbrecv(guest.endpoint, reply).x[INFO]);
    check_eq(seL4_ARM_VCPU_AckVPPI(guest.vcpu, VIRTUAL_TIMER), seL4_NoError);
    message = execute(step_recv(guest.endpoint, reply));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VPPIEvent, 0, 1));
}

TEST("VCPU-13", an_injected_interrupt_is_taken_and_its_end_reported)
{
    seL4_CPtr reply = reply_new();
    struct guest guest = guest_in_interrupt(42, 2, 0, reply);
    struct registers message = execute(step_recv(guest.endpoint, reply));

    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VGICMaintenance, 0, 1));
    check_eq(message.x[MR0], 2);
}

TEST("VCPU-20", a_deleted_vcpu_leaves_a_native_thread)
{
    struct guest guest = guest_new(guest_sends, 0);

    guest_start(&guest);
    (void)execute(step_recv(guest.endpoint, reply_new()));
    check_eq(seL4_TCB_Suspend(guest.thread->tcb), seL4_NoError);
    check_eq(delete(guest.vcpu), seL4_NoError);
    check_eq(read_registers(guest.thread->tcb).spsr & 0x1f, 0);
}

#endif
