/* SPDX-License-Identifier: BSD-2-Clause */
/* What the processor allows a program, and the calls of debug kernels (ENV, DBG, SMC). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define PSCI_VERSION 0x84000000u
#define PSCI_NOT_SUPPORTED UINT64_MAX
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define TRAPPED seL4_Fault_VCPUFault
#else
#define TRAPPED seL4_Fault_UserException
#endif

/* What the configuration lets user code do (ENV-4, REG-9). */
#ifdef CONFIG_EXPORT_PCNT_USER
#define PHYSICAL_COUNTER 0
#else
#define PHYSICAL_COUNTER TRAPPED
#endif
#ifdef CONFIG_EXPORT_VCNT_USER
#define VIRTUAL_COUNTER 0
#else
#define VIRTUAL_COUNTER TRAPPED
#endif
#ifdef CONFIG_EXPORT_PTMR_USER
#define PHYSICAL_TIMER 0
#else
#define PHYSICAL_TIMER TRAPPED
#endif
#ifdef CONFIG_EXPORT_VTMR_USER
#define VIRTUAL_TIMER 0
#else
#define VIRTUAL_TIMER TRAPPED
#endif
#ifdef CONFIG_EXPORT_PMU_USER
#define CYCLE_COUNTER 0
#else
#define CYCLE_COUNTER TRAPPED
#endif
#ifdef CONFIG_AARCH64_USER_CACHE_ENABLE
#define CACHE_MAINTENANCE 0
#else
#define CACHE_MAINTENANCE TRAPPED
#endif

/* The label of the fault of a helper that executes `entry`, or 0 if it came to its end. */
static seL4_Word fault_label(void (*entry)(struct thread *self))
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, mint(handler, seL4_AllRights, 1), ROOT_CNODE, 0, ROOT_VSPACE, 0),
             seL4_NoError);
    thread_start_function(helper, entry);
    message = execute(step_nbrecv(handler, reply_new()));
    check((message.x[BADGE] == 0) == (helper->done == 1));
    return message.x[BADGE] == 0 ? 0 : message.x[INFO] >> 12;
}

static void read_cache_type(struct thread *self)
{
    __asm__ volatile("mrs %0, ctr_el0" : "=r"(self->value));
    self->done = 1;
}

static void clean_a_line(struct thread *self)
{
    __asm__ volatile("dc cvac, %0\n\tdc civac, %0\n\tdc cvau, %0\n\tic ivau, %0\n\tdsb ish\n\tisb"
                     : : "r"(&self->value) : "memory");
    self->done = 1;
}

static void read_virtual_counter(struct thread *self)
{
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(self->value));
    self->done = 1;
}

static void read_physical_counter(struct thread *self)
{
    __asm__ volatile("mrs %0, cntpct_el0" : "=r"(self->value));
    self->done = 1;
}

static void read_physical_timer(struct thread *self)
{
    __asm__ volatile("mrs %0, cntp_ctl_el0" : "=r"(self->value));
    self->done = 1;
}

static void read_virtual_timer(struct thread *self)
{
    __asm__ volatile("mrs %0, cntv_ctl_el0" : "=r"(self->value));
    self->done = 1;
}

static void read_cycle_counter(struct thread *self)
{
    __asm__ volatile("mrs %0, pmccntr_el0" : "=r"(self->value));
    self->done = 1;
}

static void start_cycle_counter(struct thread *self)
{
    __asm__ volatile("mrs %0, pmcr_el0\n\tmsr pmcr_el0, %0\n\tmsr pmcntenset_el0, xzr" : "=&r"(self->value));
    self->done = 1;
}

static void write_system_register(struct thread *self)
{
    __asm__ volatile("msr vbar_el1, xzr");
    self->done = 1;
}

static void wait_for_interrupt(struct thread *self)
{
    __asm__ volatile("wfi");
    self->done = 1;
}

TEST("ENV-4", cache_maintenance_is_allowed_as_configured)
{
    check_eq(fault_label(read_cache_type), CACHE_MAINTENANCE);
    check_eq(fault_label(clean_a_line), CACHE_MAINTENANCE);
}

TEST("ENV-4,REG-9", counters_and_timers_are_readable_as_configured)
{
    check_eq(fault_label(read_physical_counter), PHYSICAL_COUNTER);
    check_eq(fault_label(read_virtual_counter), VIRTUAL_COUNTER);
    check_eq(fault_label(read_physical_timer), PHYSICAL_TIMER);
    check_eq(fault_label(read_virtual_timer), VIRTUAL_TIMER);
}

TEST("ENV-4", performance_counters_are_usable_as_configured)
{
    check_eq(fault_label(read_cycle_counter), CYCLE_COUNTER);
    check_eq(fault_label(start_cycle_counter), CYCLE_COUNTER);
}

TEST("ENV-4", system_registers_cannot_be_written)
{
    check(fault_label(write_system_register) != 0);
}

TEST("ENV-5", waiting_for_an_interrupt_does_no_harm)
{
    seL4_Word label = fault_label(wait_for_interrupt);

    check(label == 0 || label == TRAPPED);
}

TEST("A64-15,TRAP-76", a_reservation_does_not_survive_the_kernel)
{
    static volatile seL4_Word word;
    seL4_Word failed;

    __asm__ volatile("ldxr x9, [%1]\n\tmov x7, #-11\n\tsvc #0\n\tstxr %w0, x9, [%1]"
                     : "=&r"(failed) : "r"(&word) : "x7", "x9", "memory");
    check_eq(failed & 1, 1);
}

/* FPU registers of the running thread that are not zero. */
static seL4_Word nonzero_fpu(void)
{
    seL4_Word d0;
    seL4_Word d31;
    seL4_Word control;

    __asm__ volatile("fmov %0, d0\n\tfmov %1, d31\n\tmrs %2, fpcr" : "=r"(d0), "=r"(d31), "=r"(control));
    return (seL4_Word)(d0 != 0) + (seL4_Word)(d31 != 0) + (seL4_Word)(control != 0);
}

static void look_at_fpu(struct thread *self)
{
    self->value = nonzero_fpu();
    self->done = 1;
}

TEST("FPU-7", a_new_thread_starts_with_zero_fpu_registers)
{
    struct thread *helper = thread_new(ABOVE);

    __asm__ volatile("fmov d0, %0\n\tfmov d31, %0" : : "r"(~0ul));
    thread_start_function(helper, look_at_fpu);
    check_eq(helper->done, 1);
    check_eq(helper->value, 0);
    check_eq(nonzero_fpu(), 2);
}

TEST("FPU-5", the_fpu_comes_back_with_its_contents_after_it_was_disabled)
{
    seL4_Word low;

    __asm__ volatile("fmov d0, %0" : : "r"(0x1234ul));
    check_eq(seL4_TCB_SetFlags(test_tcb, 0, seL4_TCBFlag_fpuDisabled).error, seL4_NoError);
    check_eq(seL4_TCB_SetFlags(test_tcb, seL4_TCBFlag_fpuDisabled, 0).error, seL4_NoError);
    __asm__ volatile("fmov %0, d0" : "=r"(low));
    check_eq(low, 0x1234);
}

static void set_and_read_fpu(struct thread *self)
{
    seL4_Word low;

    __asm__ volatile("fmov d5, %0" : : "r"((seL4_Word)self->buffer));
    self->done = 1;
    (void)execute(step_wait((seL4_CPtr)self->value));
    __asm__ volatile("fmov %0, d5" : "=r"(low));
    self->value = low;
    self->done = 2;
}

/* A helper that waits with a value of its own in an FPU register. */
static struct thread *fpu_owner(seL4_CPtr pause)
{
    struct thread *helper = thread_new(ABOVE);

    helper->value = pause;
    thread_start_function(helper, set_and_read_fpu);
    check_eq(helper->done, 1);
    return helper;
}

static void use_fpu_myself(void)
{
    __asm__ volatile("fmov d5, xzr");
}

TEST("FPU-4,FPU-2,FPU-3", a_thread_that_is_denied_the_fpu_keeps_its_registers)
{
    seL4_CPtr pause = notification_new();
    struct thread *helper = fpu_owner(pause);

    check_eq(seL4_TCB_SetFlags(helper->tcb, 0, seL4_TCBFlag_fpuDisabled).error, seL4_NoError);
    use_fpu_myself();
    check_eq(seL4_TCB_SetFlags(helper->tcb, seL4_TCBFlag_fpuDisabled, 0).error, seL4_NoError);
    (void)execute(step_send(pause, 0));
    check_eq(helper->value, (seL4_Word)helper->buffer);
}

#if CONFIG_NUM_DOMAINS > 1
TEST("FPU-4", a_thread_keeps_its_fpu_registers_through_another_domain)
{
    seL4_CPtr pause = notification_new();
    struct thread *helper = fpu_owner(pause);

    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 1, helper->tcb), seL4_NoError);
    use_fpu_myself();
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 0, helper->tcb), seL4_NoError);
    (void)execute(step_send(pause, 0));
    check_eq(helper->value, (seL4_Word)helper->buffer);
}
#endif

TEST("FPU-4", a_change_of_domain_keeps_the_fpu_registers)
{
    seL4_CPtr pause = notification_new();
    struct thread *helper = fpu_owner(pause);

    check_eq(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 0), seL4_NoError);
    use_fpu_myself();
    (void)execute(step_send(pause, 0));
    check_eq(helper->value, (seL4_Word)helper->buffer);
}

TEST("FPU-4", a_deleted_thread_takes_its_fpu_registers_along)
{
    struct thread *helper = fpu_owner(notification_new());
    seL4_Word low;

    check_eq(delete(helper->tcb), seL4_NoError);
    __asm__ volatile("fmov d5, %0" : : "r"(0x4321ul));
    check_eq(revoke(notification_new()), seL4_NoError);
    __asm__ volatile("fmov %0, d5" : "=r"(low));
    check_eq(low, 0x4321);
}

#ifdef CONFIG_ALLOW_SMC_CALLS
TEST("SMC-2", a_badged_cap_allows_its_function_only)
{
    seL4_CPtr badged = mint(seL4_CapSMC, seL4_AllRights, PSCI_VERSION);
    seL4_ARM_SMCContext arguments = { .x0 = PSCI_VERSION + 1 };
    seL4_ARM_SMCContext result;

    check_eq(seL4_ARM_SMC_Call(badged, &arguments, &result), seL4_IllegalOperation);
    check_eq(invoke(badged, ARMSMCCall, 0, 7), seL4_TruncatedMessage);
    check_eq(invoke(badged, TCBSuspend, 0, 8), seL4_IllegalOperation);
}

/* Nobody is there to answer on a machine that begins at EL1. */
TEST("SMC-2", the_firmware_answers)
{
    seL4_ARM_SMCContext arguments = { .x0 = PSCI_VERSION };
    seL4_ARM_SMCContext result = { 0 };

    check_eq(seL4_ARM_SMC_Call(seL4_CapSMC, &arguments, &result), seL4_NoError);
#ifndef CONFIG_ARM_HYPERVISOR_SUPPORT
    if (result.x0 == PSCI_NOT_SUPPORTED) {
        return;
    }
#endif
    check(result.x0 >= 0x10000 && result.x0 < 0x20000);
}
#endif

#ifdef CONFIG_DEBUG_BUILD
TEST("DBG-2", caps_can_be_identified)
{
    check_eq(seL4_DebugCapIdentify(slot_new()), 0);
    check_eq(seL4_DebugCapIdentify(1ul << 63), 0);
    check_eq(seL4_DebugCapIdentify(untyped_new(4)), 2);
    check_eq(seL4_DebugCapIdentify(endpoint_new()), 4);
    check_eq(seL4_DebugCapIdentify(notification_new()), 6);
    check_eq(seL4_DebugCapIdentify(reply_new()), 8);
    check_eq(seL4_DebugCapIdentify(cnode_new(2)), 10);
    check_eq(seL4_DebugCapIdentify(test_tcb), 12);
    check_eq(seL4_DebugCapIdentify(seL4_CapIRQControl), 14);
    check_eq(seL4_DebugCapIdentify(seL4_CapDomain), 20);
    check_eq(seL4_DebugCapIdentify(test_sc), 22);
    check_eq(seL4_DebugCapIdentify(boot->schedcontrol.start), 24);
    check_eq(seL4_DebugCapIdentify(frame_new()), 1);
    check_eq(seL4_DebugCapIdentify(object_new(seL4_ARM_PageTableObject, 0)), 3);
    check_eq(seL4_DebugCapIdentify(ROOT_VSPACE), 9);
    check_eq(seL4_DebugCapIdentify(seL4_CapASIDControl), 11);
    check_eq(seL4_DebugCapIdentify(seL4_CapInitThreadASIDPool), 13);
}
#endif

static const bool is_built_in[] = {
#ifdef CONFIG_PRINTING
    [12] = true, [13] = true,
#endif
#ifdef CONFIG_DEBUG_BUILD
    [14] = true, [15] = true, [16] = true, [17] = true,
#endif
#ifdef CONFIG_ENABLE_BENCHMARKS
    [21] = true, [22] = true, [23] = true, [24] = true, [25] = true,
#endif
#ifdef CONFIG_BENCHMARK_TRACK_UTILISATION
    [26] = true, [27] = true,
#ifdef CONFIG_DEBUG_BUILD
    [28] = true, [29] = true,
#endif
#endif
#ifdef CONFIG_SET_TLS_BASE_SELF
    [33] = true,
#endif
    [34] = false,
};

static void make_calls_that_are_not_built_in(struct thread *self)
{
    for (seL4_Word number = 12; number < sizeof is_built_in; number++) {
        struct registers step = step_yield();

        step.x[NUMBER] = -number;
        if (!is_built_in[number]) {
            (void)execute(step);
        }
    }
    self->done = 1;
}

/* Calls of other configurations, of more cores and of other architectures. */
TEST("SYS-6", calls_that_are_not_built_in_are_unknown)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = thread_new(ABOVE);

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    thread_start_function(helper, make_calls_that_are_not_built_in);
    for (seL4_Word number = 12; number < sizeof is_built_in; number++) {
        if (!is_built_in[number]) {
            struct registers message = execute(step_nbrecv(handler, reply));

            check_eq(message.x[INFO], MESSAGE(seL4_Fault_UnknownSyscall, 0, 13));
            check_eq(seL4_GetIPCBuffer()->msg[seL4_UnknownSyscall_Syscall], -number);
            seL4_GetIPCBuffer()->msg[seL4_UnknownSyscall_FaultIP] += 4;
            message.x[BADGE] = reply;
            message.x[INFO] = MESSAGE(0, 0, seL4_UnknownSyscall_FaultIP + 1);
            message.x[NUMBER] = (seL4_Word)seL4_SysSend;
            (void)execute(message);
        }
    }
    check_eq(helper->done, 1);
}
