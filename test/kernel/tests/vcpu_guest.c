/* SPDX-License-Identifier: BSD-2-Clause */
/* What a guest does to its virtual CPU, and what becomes of it when guests, native threads and domains take turns. */
#include <framework/errors.h>
#include <framework/guest.h>
#include <framework/test.h>

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT

#define NOWHERE 0x700008u
#define VIRTUAL_TIMER 27u
#define INTERRUPT 42u
#define LIST_REGISTER 2u
#define STATUS_MODE 0x1fu
#define STATUS_USER_32 0x10u
#define AARCH32_CODE 0x100u
#define TICKS_PER_MS 62500u
#define SENT MESSAGE(0x66, 0, 1)

/* Goes on at EL0 in AArch32, where it uses the FPU, or spins. */
GUEST_PROGRAM(guest_runs_32_bit_code,
              "mov x9, #0x300000\n"
              "msr cpacr_el1, x9\n"
              "add x9, x10, #0x400000\n"
              "msr elr_el1, x9\n"
              "mov x9, #0x10\n"
              "msr spsr_el1, x9\n"
              "eret\n"
              ".space 0x100 - (. - guest_runs_32_bit_code)\n"
              ".word 0xeef10a10\n"   /* vmrs r0, fpscr */
              ".word 0xeafffffe\n"); /* b . */

GUEST_PROGRAM(guest_sets_debug_control,
              "mov x2, #0x8001\n"
              "msr mdscr_el1, x2\n"
              "hvc #0\n"
              "mrs x2, mdscr_el1\n"
              "hvc #0\n"
              "b .\n");

/* Makes the call in x0 to x7, which takes its VCPU away, and reports as the native thread that it is then. */
GUEST_PROGRAM(guest_gives_up_its_vcpu,
              "mov x9, #0x300000\n"
              "msr cpacr_el1, x9\n"
              "hvc #0\n"
              "mov x2, x1\n"
              "mov x0, x20\n"
              "mov x1, x21\n"
              "mov x7, x22\n"
              "svc #0\n"
              "b .\n");

GUEST_PROGRAM(guest_reports_register, "mrs x2, tpidr_el1\n hvc #0\n smc #0\n");
GUEST_PROGRAM(guest_tells_the_time, "1: mrs x2, cntvct_el0\n hvc #0\n b 1b\n");

/* x9: ticks until its timer fires. */
GUEST_PROGRAM(guest_sets_timer,
              "msr cntv_tval_el0, x9\n"
              "mov x9, #1\n"
              "msr cntv_ctl_el0, x9\n"
              "mrs x2, cntvct_el0\n"
              "hvc #0\n"
              "b .\n");

GUEST_PROGRAM(guest_calculates,
              ".arch_extension fp\n"
              "mov x9, #0x300000\n"
              "msr cpacr_el1, x9\n"
              "isb\n"
              "fmov d7, x20\n"
              "mov x2, #0\n"
              "hvc #0\n"
              "fmov x2, d7\n"
              "hvc #0\n"
              "b .\n");

GUEST_PROGRAM(guest_keeps_translation,
              "mov x9, #0x5000\n"
              "msr par_el1, x9\n"
              "ldr x3, [x10]\n"
              "mrs x2, par_el1\n"
              "hvc #0\n"
              "b .\n");

TEST("VCPU-15", a_guest_may_run_32_bit_programs)
{
    struct guest guest = guest_new(guest_runs_32_bit_code, 0);
    seL4_CPtr reply = reply_new();
    seL4_UserContext context;

    guest.context.x10 = AARCH32_CODE;
    check_eq(seL4_TCB_SetFlags(guest.thread->tcb, 0, seL4_TCBFlag_fpuDisabled).error, seL4_NoError);
    guest_start(&guest);
    check_eq(EXCEPTION_CLASS(guest_next(&guest, reply, MESSAGE(seL4_Fault_VCPUFault, 0, 1)).x[MR0]), CLASS_FPU);
    context = read_registers(guest.thread->tcb);
    check_eq(context.pc, GUEST_CODE + AARCH32_CODE);
    check_eq(context.spsr & STATUS_MODE, STATUS_USER_32);
}

TEST("VCPU-15", a_guests_32_bit_program_is_interrupted)
{
    struct guest guest = guest_new(guest_runs_32_bit_code, 0);

    guest.context.x10 = AARCH32_CODE + 4;
    guest_start(&guest);
    sleep_us(2000);
    check_eq(seL4_TCB_Suspend(guest.thread->tcb), seL4_NoError);
    check_eq(read_registers(guest.thread->tcb).pc, GUEST_CODE + AARCH32_CODE + 4);
}

TEST("VCPU-9", a_guests_debug_settings_do_not_stop_native_threads)
{
    struct guest guest = guest_new(guest_sets_debug_control, 0);
    struct guest other = guest_new(guest_sets_debug_control, 1);
    seL4_CPtr reply = reply_new();

    guest_start(&guest);
    (void)guest_next(&guest, reply, SENT);
    guest_start(&other);
    (void)guest_next(&other, reply, SENT);
    check_eq(guest_next(&guest, reply, SENT).x[MR0], 0x8001);
}

/* Its caller has put the call and its arguments into x0 to x5. */
static struct guest guest_giving_up(void)
{
    struct guest guest = guest_new(guest_gives_up_its_vcpu, 0);

    guest.context.x20 = guest.context.x0;
    guest.context.x21 = guest.context.x1;
    guest.context.x22 = guest.context.x7;
    guest.context.x7 = (seL4_Word)seL4_SysCall;
    return guest;
}

TEST("VCPU-4,VCPU-1", a_running_guest_that_gives_its_vcpu_away_loses_what_was_not_saved)
{
    struct guest guest = guest_giving_up();

    guest.thread->buffer->caps_or_badges[0] = tcb_new();
    guest.context.x0 = guest.vcpu;
    guest.context.x1 = MESSAGE(ARMVCPUSetTCB, 1, 0);
    guest_start(&guest);
    check_eq(guest_next(&guest, reply_new(), SENT).x[MR0], MESSAGE(seL4_NoError, 0, 0));
    check_eq(read_registers(guest.thread->tcb).spsr & STATUS_MODE, 0);
    check_eq(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CPACR).value, 0);
}

TEST("VCPU-20", a_running_guest_that_deletes_its_vcpu_goes_on_as_a_native_thread)
{
    struct guest guest = guest_giving_up();

    guest.context.x0 = ROOT_CNODE;
    guest.context.x1 = MESSAGE(CNodeDelete, 0, 2);
    guest.context.x2 = guest.vcpu;
    guest.context.x3 = DEPTH;
    guest_start(&guest);
    check_eq(guest_next(&guest, reply_new(), SENT).x[MR0], MESSAGE(seL4_NoError, 0, 0));
    check(slot_is_empty(guest.vcpu));
    check_eq(read_registers(guest.thread->tcb).spsr & STATUS_MODE, 0);
}

TEST("VCPU-20", a_guests_thread_is_deleted_while_its_vcpu_is_loaded)
{
    struct guest guest = guest_new(guest_reports_register, 0);
    struct guest other = guest_new(guest_reports_register, 1);
    seL4_CPtr reply = reply_new();

    guest_start(&guest);
    (void)guest_next(&guest, reply, SENT);
    check_eq(delete(guest.thread->tcb), seL4_NoError);
    check_eq(seL4_ARM_VCPU_WriteRegs(guest.vcpu, seL4_VCPUReg_TPIDR_EL1, 0x77), seL4_NoError);
    check_eq(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_TPIDR_EL1).value, 0x77);
    check_eq(seL4_ARM_VCPU_SetTCB(guest.vcpu, other.thread->tcb), seL4_NoError);
    guest_start(&other);
    check_eq(guest_next(&other, reply, SENT).x[MR0], 0x77);
}

static seL4_Error inject_again(const struct guest *guest)
{
    return (seL4_Error)seL4_ARM_VCPU_InjectIRQ(guest->vcpu, INTERRUPT + 1, 0, 0, LIST_REGISTER);
}

TEST("VCPU-7", the_recorded_state_of_a_loaded_list_register_is_the_old_one)
{
    struct guest guest = guest_in_interrupt(INTERRUPT, LIST_REGISTER, 0, reply_new());

    check_eq(inject_again(&guest), seL4_NoError);
}

TEST("VCPU-6,VCPU-7,VCPU-23", an_interrupt_in_service_is_not_replaced)
{
    seL4_CPtr reply = reply_new();
    struct guest guest = guest_in_interrupt(INTERRUPT, LIST_REGISTER, 0, reply);
    struct guest other = guest_new(guest_reports_register, 1);

    check_eq(seL4_TCB_Suspend(guest.thread->tcb), seL4_NoError);
    guest_start(&other);
    (void)guest_next(&other, reply, SENT);
    check_eq(inject_again(&guest), seL4_DeleteFirst);
    check_eq(seL4_ARM_VCPU_InjectIRQ(guest.vcpu, INTERRUPT, 0, 0, LIST_REGISTER + 1), seL4_NoError);
    check_eq(seL4_TCB_Resume(guest.thread->tcb), seL4_NoError);
    check_eq(guest_next(&guest, reply, MESSAGE(seL4_Fault_VGICMaintenance, 0, 1)).x[MR0], LIST_REGISTER);
    check_eq(inject_again(&guest), seL4_NoError);
}

TEST("VCPU-10", a_change_of_domain_saves_the_loaded_vcpu)
{
    seL4_CPtr reply = reply_new();
    struct guest guest = guest_in_interrupt(INTERRUPT, LIST_REGISTER, 0, reply);

    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0), seL4_NoError);
    check_eq(inject_again(&guest), seL4_DeleteFirst);
    check_eq(guest_next(&guest, reply, MESSAGE(seL4_Fault_VGICMaintenance, 0, 1)).x[MR0], LIST_REGISTER);
}

#if CONFIG_NUM_DOMAINS > 1
TEST("VCPU-10", a_guest_that_moves_to_another_domain_is_saved)
{
    seL4_CPtr reply = reply_new();
    struct guest guest = guest_in_interrupt(INTERRUPT, LIST_REGISTER, 0, reply);

    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 1, guest.thread->tcb), seL4_NoError);
    check_eq(inject_again(&guest), seL4_DeleteFirst);
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 0, guest.thread->tcb), seL4_NoError);
    check_eq(guest_next(&guest, reply, MESSAGE(seL4_Fault_VGICMaintenance, 0, 1)).x[MR0], LIST_REGISTER);
}
#endif

static const seL4_Word exchanged[] = {
    seL4_VCPUReg_CPACR,     seL4_VCPUReg_TTBR0,         seL4_VCPUReg_TTBR1,      seL4_VCPUReg_TCR,
    seL4_VCPUReg_MAIR,      seL4_VCPUReg_CIDR,          seL4_VCPUReg_ESR,        seL4_VCPUReg_FAR,
    seL4_VCPUReg_PAR,       seL4_VCPUReg_VBAR,          seL4_VCPUReg_TPIDR_EL1,  seL4_VCPUReg_VMPIDR_EL2,
    seL4_VCPUReg_SP_EL1,    seL4_VCPUReg_ELR_EL1,       seL4_VCPUReg_SPSR_EL1,   seL4_VCPUReg_CNTV_CVAL,
#ifndef CONFIG_VTIMER_UPDATE_VOFFSET /* with it the kernel moves the offset */
    seL4_VCPUReg_CNTVOFF,
#endif
};

static seL4_Word value_for(seL4_Word field, seL4_Word number)
{
    return field == seL4_VCPUReg_CPACR ? number << 20 : (field + 1) << 20 | number << 12;
}

static void check_registers(const struct guest *guest, seL4_Word number)
{
    for (unsigned i = 0; i < sizeof exchanged / sizeof exchanged[0]; i++) {
        check_eq(seL4_ARM_VCPU_ReadRegs(guest->vcpu, exchanged[i]).value, value_for(exchanged[i], number));
    }
}

static void write_registers(const struct guest *guest, seL4_Word number)
{
    for (unsigned i = 0; i < sizeof exchanged / sizeof exchanged[0]; i++) {
        check_eq(seL4_ARM_VCPU_WriteRegs(guest->vcpu, exchanged[i], value_for(exchanged[i], number)), seL4_NoError);
    }
}

TEST("VCPU-23,VCPU-9", all_registers_of_guests_are_exchanged)
{
    struct guest a = guest_new(guest_reports_register, 0);
    struct guest b = guest_new(guest_reports_register, 1);
    seL4_CPtr reply = reply_new();

    write_registers(&a, 1);
    write_registers(&b, 3);
    for (unsigned round = 0; round < 2; round++) {
        guest_start(&a);
        (void)guest_next(&a, reply, SENT);
        check_registers(&a, 1);
        guest_start(&b);
        (void)guest_next(&b, reply, SENT);
        check_registers(&a, 1);
        check_registers(&b, 3);
        check_eq(seL4_TCB_Suspend(a.thread->tcb), seL4_NoError);
        check_eq(seL4_TCB_Suspend(b.thread->tcb), seL4_NoError);
    }
    write_registers(&b, 1);
    check_registers(&b, 1);
    check_registers(&a, 1);
}

TEST("VCPU-11", a_guests_timer_stands_still_while_it_does_not_run)
{
    enum { OFFSET = 0x100000, DELAY = 2000 };
    struct guest guest = guest_new(guest_sets_timer, 0);
    seL4_CPtr reply = reply_new();
    seL4_Word count, start;

    guest.context.x9 = DELAY;
    check_eq(seL4_ARM_VCPU_WriteRegs(guest.vcpu, seL4_VCPUReg_CNTVOFF, OFFSET), seL4_NoError);
    start = now();
    guest_start(&guest);
    count = guest_next(&guest, reply, SENT).x[MR0];
    check(count >= start - OFFSET && count <= now() - OFFSET);
    check_eq(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CNTV_CTL).value & 1, 1);
    check(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CNTV_CVAL).value - count <= DELAY);
    check_eq(seL4_TCB_Suspend(guest.thread->tcb), seL4_NoError);
    start = now();
    while (now() - start < 2 * DELAY) {
    }
    check_eq(execute(step_nbrecv(guest.endpoint, reply)).x[BADGE], 0);
    check_eq(seL4_TCB_Resume(guest.thread->tcb), seL4_NoError);
    check_eq(guest_next(&guest, reply, MESSAGE(seL4_Fault_VPPIEvent, 0, 1)).x[MR0], VIRTUAL_TIMER);
}

/* By default the kernel leaves the offset alone, and time that passes elsewhere is seen. */
TEST("VCPU-11", a_guests_clock_goes_on_as_configured)
{
    enum { DELAY = 100 * TICKS_PER_MS };
    struct guest guest = guest_new(guest_tells_the_time, 0);
    seL4_CPtr reply = reply_new();
    seL4_Word first, start, passed;

    guest_start(&guest);
    first = guest_next(&guest, reply, SENT).x[MR0];
    start = now();
    while (now() - start < DELAY) {
    }
    /* The guest had sent, and took the time for its next message when that one was received. */
    (void)guest_next(&guest, reply, SENT);
    passed = guest_next(&guest, reply, SENT).x[MR0] - first;
#ifdef CONFIG_VTIMER_UPDATE_VOFFSET
    check(passed < DELAY / 10);
    check(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CNTVOFF).value >= DELAY);
#else
    check(passed >= DELAY);
    check_eq(seL4_ARM_VCPU_ReadRegs(guest.vcpu, seL4_VCPUReg_CNTVOFF).value, 0);
#endif
}

/* The timer fires so short before the end of its budget that the guest cannot go on: it hears of it in its next
 * period. */
TEST("VCPU-14", a_timer_event_waits_for_a_guest_without_budget)
{
    enum { BUDGET_US = 1000, PERIOD_MS = 20, TIMER_US = 985 };
    struct guest guest = guest_new(guest_sets_timer, 0);
    seL4_CPtr reply = reply_new();
    seL4_Word start = now();

    guest.context.x9 = TIMER_US * TICKS_PER_MS / 1000;
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, guest.thread->sc, BUDGET_US, PERIOD_MS * 1000,
                                              0, 0, 0), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(guest.thread->tcb, seL4_CapInitThreadTCB, seL4_MaxPrio, ABOVE, guest.thread->sc,
                                     guest.endpoint), seL4_NoError);
    guest_start(&guest);
    (void)guest_next(&guest, reply, SENT);
    (void)guest_next(&guest, reply, MESSAGE(seL4_Fault_VPPIEvent, 0, 1));
    check(now() - start >= (PERIOD_MS - 1) * TICKS_PER_MS);
}

static void use_fpu(void)
{
    __asm__ volatile(".arch_extension fp\n\tfmov d7, xzr" : : : "memory");
}

TEST("VCPU-18,VCPU-17", a_guest_has_fpu_registers_of_its_own)
{
    struct guest guest = guest_new(guest_calculates, 0);
    seL4_CPtr reply = reply_new();

    guest.context.x20 = 0x1234567890;
    guest_start(&guest);
    (void)guest_next(&guest, reply, SENT);
    use_fpu();
    check_eq(guest_next(&guest, reply, SENT).x[MR0], 0x1234567890);
}

TEST("VCPU-18", a_guest_without_fpu_faults)
{
    struct guest guest = guest_new(guest_calculates, 0);
    struct registers message;

    check_eq(seL4_TCB_SetFlags(guest.thread->tcb, 0, seL4_TCBFlag_fpuDisabled).error, seL4_NoError);
    guest_start(&guest);
    message = guest_next(&guest, reply_new(), MESSAGE(seL4_Fault_VCPUFault, 0, 1));
    check_eq(EXCEPTION_CLASS(message.x[MR0]), CLASS_FPU);
}

TEST("VCPU-19,VCPU-16", reporting_a_fault_keeps_the_guests_translation)
{
    struct guest guest = guest_new(guest_keeps_translation, 0);
    seL4_CPtr reply = reply_new();

    guest.context.x10 = NOWHERE;
    guest_start(&guest);
    check_eq(guest_next(&guest, reply, MESSAGE(seL4_Fault_VMFault, 0, 4)).x[MR1], NOWHERE);
    guest_skip(&guest, reply);
    check_eq(guest_next(&guest, reply, SENT).x[MR0], 0x5000);
}

#endif
