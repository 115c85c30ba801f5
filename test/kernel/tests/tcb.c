/* SPDX-License-Identifier: BSD-2-Clause */
/* Operations on threads (TCB, REG). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define REGISTER_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define SPSR_FLAGS 0xf0000000ul

TEST("TCB-1", an_unknown_label_is_illegal)
{
    check_eq(invoke(tcb_new(), UntypedRetype, 0, 0), seL4_IllegalOperation);
}

TEST("TCB-12", a_new_thread_has_zero_registers)
{
    seL4_UserContext context = read_registers(tcb_new());

    check_eq(context.pc, 0);
    check_eq(context.sp, 0);
    check_eq(context.x0, 0);
    check_eq(context.x28, 0);
    check_eq(context.tpidr_el0, 0);
}

TEST("TCB-13", registers_read_back_as_written)
{
    seL4_CPtr tcb = tcb_new();
    seL4_UserContext written;
    seL4_UserContext context;
    seL4_Word *words = (seL4_Word *)&written;

    for (unsigned i = 0; i < REGISTER_WORDS; i++) {
        words[i] = 0x1111111100000000ul + i;
    }
    check_eq(seL4_TCB_WriteRegisters(tcb, false, 0, REGISTER_WORDS, &written), seL4_NoError);
    context = read_registers(tcb);
    written.spsr = context.spsr;
    for (unsigned i = 0; i < REGISTER_WORDS; i++) {
        check_eq(((seL4_Word *)&context)[i], words[i]);
    }
}

TEST("TCB-12", the_status_register_is_sanitised)
{
    seL4_CPtr tcb = tcb_new();
    seL4_UserContext context = { .spsr = ~0ul };

    check_eq(seL4_TCB_WriteRegisters(tcb, false, 0, REGISTER_WORDS, &context), seL4_NoError);
    context = read_registers(tcb);
    check_eq(context.spsr & SPSR_FLAGS, SPSR_FLAGS);
    check_eq(context.spsr & ~(SPSR_FLAGS | 0x100), 0x40);
}

TEST("TCB-13", register_counts_are_checked)
{
    seL4_CPtr tcb = tcb_new();
    seL4_UserContext context;

    check_range_error(seL4_TCB_ReadRegisters(tcb, false, 0, 0, &context), 1, REGISTER_WORDS);
    check_range_error(seL4_TCB_ReadRegisters(tcb, false, 0, REGISTER_WORDS + 1, &context), 1, REGISTER_WORDS);
    seL4_SetMR(0, 0);
    seL4_SetMR(1, 5);
    check_eq(invoke(tcb, TCBWriteRegisters, 0, 6), seL4_TruncatedMessage);
    check_eq(invoke(tcb, TCBWriteRegisters, 0, 7), seL4_NoError);
}

TEST("TCB-13", a_thread_cannot_read_or_write_itself)
{
    seL4_UserContext context = { 0 };

    check_eq(seL4_TCB_ReadRegisters(test_tcb, false, 0, REGISTER_WORDS, &context), seL4_IllegalOperation);
    check_eq(seL4_TCB_WriteRegisters(test_tcb, false, 0, REGISTER_WORDS, &context), seL4_IllegalOperation);
}

TEST("TCB-13", reading_may_suspend)
{
    seL4_CPtr notification = notification_new();
    struct thread *helper = thread_doing(ABOVE, step_wait(notification));
    seL4_UserContext context;

    check_eq(seL4_TCB_ReadRegisters(helper->tcb, true, 0, REGISTER_WORDS, &context), seL4_NoError);
    (void)execute(step_send(notification, 0));
    check(!finished(helper));
}

TEST("TCB-13", registers_are_copied_in_two_groups)
{
    seL4_CPtr source = tcb_new();
    seL4_CPtr frame_only = tcb_new();
    seL4_CPtr rest_only = tcb_new();
    seL4_UserContext context = { .pc = 4, .sp = 8, .x0 = 16, .x9 = 32, .x28 = 64, .x30 = 128 };

    check_eq(seL4_TCB_WriteRegisters(source, false, 0, REGISTER_WORDS, &context), seL4_NoError);
    check_eq(seL4_TCB_CopyRegisters(frame_only, source, false, false, true, false, 0), seL4_NoError);
    check_eq(seL4_TCB_CopyRegisters(rest_only, source, false, false, false, true, 0), seL4_NoError);
    context = read_registers(frame_only);
    check(context.pc == 4 && context.sp == 8 && context.x0 == 16 && context.x30 == 128);
    check(context.x9 == 0 && context.x28 == 0);
    context = read_registers(rest_only);
    check(context.pc == 0 && context.sp == 0 && context.x0 == 0 && context.x30 == 0);
    check(context.x9 == 32 && context.x28 == 64);
}

TEST("TCB-13", copying_registers_needs_a_thread)
{
    check_invalid_capability(seL4_TCB_CopyRegisters(tcb_new(), endpoint_new(), false, false, true, true, 0),
                             1);
}

TEST("REG-3,TCB-14,GEN-9", the_pc_of_a_blocked_thread_is_its_trap)
{
    struct thread *helper = thread_doing(ABOVE, step_wait(notification_new()));
    seL4_UserContext context = read_registers(helper->tcb);

    check_eq(*(const uint32_t *)context.pc, 0xd4000001);
    check_eq(context.x7, (seL4_Word)seL4_SysWait);
}

TEST("TCB-20,IPC-25", a_suspended_thread_leaves_its_queue)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_doing(ABOVE, step_send(endpoint, 0));

    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    check_eq(execute(step_nbrecv(endpoint, reply_new())).x[BADGE], 0);
}

TEST("TCB-22", resuming_a_blocked_thread_repeats_its_call)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *first = thread_doing(ABOVE, step_send(endpoint, MESSAGE(1, 0, 0)));
    struct thread *second = thread_doing(ABOVE, step_send(endpoint, MESSAGE(2, 0, 0)));

    check_eq(seL4_TCB_Resume(first->tcb), seL4_NoError);
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(2, 0, 0));
    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(1, 0, 0));
    check(finished(first) && finished(second));
}

TEST("TCB-23", suspension_does_not_lose_a_completed_call)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *helper = thread_doing(BELOW, step_recv(endpoint, reply_new()));

    let_others_run();
    (void)execute(step_send(endpoint, MESSAGE(0x42, 0, 0)));
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    let_others_run();
    check(finished(helper));
    check_eq(helper->steps[0].x[INFO], MESSAGE(0x42, 0, 0));
}

TEST("TCB-21", resuming_a_running_thread_does_nothing)
{
    check_eq(seL4_TCB_Resume(test_tcb), seL4_NoError);
}

TEST("TCB-25,SC-41", a_thread_without_context_waits_for_one)
{
    struct thread *helper = passive_thread_new(ABOVE);

    add_step(helper, step_yield());
    thread_start(helper);
    let_others_run();
    check(!finished(helper));
    check_eq(seL4_SchedContext_Bind(sched_context_new(10000, 10000), helper->tcb), seL4_NoError);
    check(finished(helper));
}

TEST("TCB-4", configure_checks_its_message)
{
    seL4_SetCap(0, ROOT_CNODE);
    seL4_SetCap(1, ROOT_VSPACE);
    seL4_SetCap(2, NO_CAP);
    check_eq(invoke(tcb_new(), TCBConfigure, 3, 2), seL4_TruncatedMessage);
    check_eq(invoke(tcb_new(), TCBConfigure, 2, 3), seL4_TruncatedMessage);
}

TEST("TCB-4", roots_must_be_a_cnode_and_an_assigned_vspace)
{
    seL4_CPtr tcb = tcb_new();
    seL4_CPtr endpoint = endpoint_new();

    check_eq(seL4_TCB_Configure(tcb, endpoint, 0, ROOT_VSPACE, 0, 0, NO_CAP), seL4_IllegalOperation);
    check_eq(seL4_TCB_Configure(tcb, ROOT_CNODE, 0, endpoint, 0, 0, NO_CAP), seL4_IllegalOperation);
    check_eq(seL4_TCB_Configure(tcb, ROOT_CNODE, 0, object_new(seL4_ARM_VSpaceObject, 0), 0, 0, NO_CAP),
             seL4_IllegalOperation);
    check_eq(seL4_TCB_Configure(tcb, ROOT_CNODE, 0, ROOT_VSPACE, 0, 0, NO_CAP), seL4_NoError);
}

TEST("TCB-6,IPC-31", the_ipc_buffer_must_be_an_aligned_frame)
{
    seL4_CPtr tcb = tcb_new();
    seL4_CPtr device = slot_new();

    check_eq(retype(device_untyped(12), seL4_ARM_SmallPageObject, 0, device), seL4_NoError);
    check_eq(seL4_TCB_SetIPCBuffer(tcb, 0x1000, endpoint_new()), seL4_IllegalOperation);
    check_eq(seL4_TCB_SetIPCBuffer(tcb, 0x1000, device), seL4_IllegalOperation);
    check_eq(seL4_TCB_SetIPCBuffer(tcb, 0x1200, frame_new()), seL4_AlignmentError);
    check_eq(seL4_TCB_SetIPCBuffer(tcb, 0x1400, frame_new()), seL4_NoError);
    check_eq(seL4_TCB_SetIPCBuffer(tcb, 0, NO_CAP), seL4_NoError);
}

TEST("IPC-30", the_buffer_frame_need_not_be_mapped)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr frame = frame_new();
    struct thread *receiver = thread_new(ABOVE);

    check_eq(seL4_TCB_SetIPCBuffer(receiver->tcb, 0x1234400, frame), seL4_NoError);
    add_step(receiver, step_recv(endpoint, reply_new()));
    thread_start(receiver);
    seL4_SetMR(5, 0x600d);
    (void)execute(step_send(endpoint, MESSAGE(0, 0, 6)));
    check_eq(receiver->steps[0].x[INFO], MESSAGE(0, 0, 6));
    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    check_eq(((seL4_IPCBuffer *)(scratch_address(0) + 0x400))->msg[5], 0x600d);
}

TEST("TCB-5", set_space_checks_the_fault_handler)
{
    seL4_CPtr tcb = tcb_new();
    seL4_CPtr weak = mint(endpoint_new(), seL4_CapRights_new(0, 0, 1, 1), 0);

    check_invalid_capability(seL4_TCB_SetSpace(tcb, weak, ROOT_CNODE, 0, ROOT_VSPACE, 0), 1);
    check_invalid_capability(seL4_TCB_SetSpace(tcb, notification_new(), ROOT_CNODE, 0, ROOT_VSPACE, 0), 1);
    check_eq(seL4_TCB_SetSpace(tcb, endpoint_new(), ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(tcb, NO_CAP, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
}

TEST("TCB-8", the_timeout_handler_is_checked)
{
    check_invalid_capability(seL4_TCB_SetTimeoutEndpoint(tcb_new(), tcb_new()), 1);
    check_eq(seL4_TCB_SetTimeoutEndpoint(tcb_new(), endpoint_new()), seL4_NoError);
}

TEST("TCB-10", priorities_are_limited_by_the_authoritys_mcp)
{
    seL4_CPtr authority = tcb_new();
    seL4_CPtr tcb = tcb_new();

    check_eq(seL4_TCB_SetMCPriority(authority, seL4_CapInitThreadTCB, 20), seL4_NoError);
    check_eq(seL4_TCB_SetPriority(tcb, authority, 20), seL4_NoError);
    check_range_error(seL4_TCB_SetPriority(tcb, authority, 21), 0, 20);
    check_range_error(seL4_TCB_SetMCPriority(tcb, authority, 21), 0, 20);
    check_invalid_capability(seL4_TCB_SetPriority(tcb, endpoint_new(), 1), 1);
}

TEST("TCB-11", sched_params_are_checked_in_order)
{
    seL4_CPtr tcb = tcb_new();
    seL4_CPtr authority = tcb_new();
    seL4_CPtr weak = mint(endpoint_new(), seL4_CapRights_new(0, 0, 1, 1), 0);

    check_invalid_capability(seL4_TCB_SetSchedParams(tcb, endpoint_new(), 0, 0, NO_CAP, NO_CAP), 1);
    check_range_error(seL4_TCB_SetSchedParams(tcb, authority, 1, 0, NO_CAP, NO_CAP), 0, 0);
    check_range_error(seL4_TCB_SetSchedParams(tcb, authority, 0, 1, NO_CAP, NO_CAP), 0, 0);
    check_invalid_capability(seL4_TCB_SetSchedParams(tcb, authority, 0, 0, endpoint_new(), NO_CAP), 2);
    check_invalid_capability(seL4_TCB_SetSchedParams(tcb, authority, 0, 0, NO_CAP, weak), 3);
    check_eq(seL4_TCB_SetSchedParams(test_tcb, authority, 0, 0, NO_CAP, NO_CAP), seL4_IllegalOperation);
    check_eq(seL4_TCB_SetSchedParams(tcb, authority, 0, 0, test_sc, NO_CAP), seL4_IllegalOperation);
}

TEST("TCB-17", the_tls_base_can_be_set_from_outside)
{
    seL4_CPtr tcb = tcb_new();

    check_eq(seL4_TCB_SetTLSBase(tcb, 0x123456789ab), seL4_NoError);
    check_eq(read_registers(tcb).tpidr_el0, 0x123456789ab);
}

TEST("TCB-17", a_threads_own_tls_base_takes_effect)
{
    seL4_Word base;

    check_eq(seL4_TCB_SetTLSBase(test_tcb, 0xabcdef0), seL4_NoError);
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(base));
    check_eq(base, 0xabcdef0);
}

#ifdef CONFIG_SET_TLS_BASE_SELF
TEST("TCB-17", a_thread_sets_its_tls_base_itself)
{
    struct registers step = step_yield(), after;
    seL4_Word base;

    step.x[NUMBER] = (seL4_Word)seL4_SysSetTLSBase;
    step.x[BADGE] = 0x55aa0;
    after = execute(step);
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(base));
    check_eq(base, 0x55aa0);
    for (unsigned i = 0; i < sizeof step.x / sizeof step.x[0]; i++) {
        check_eq(after.x[i], step.x[i]);
    }
}
#endif

TEST("ENV-6", a_tls_base_written_by_the_thread_is_kept)
{
    seL4_Word base = 0x7e57;

    __asm__ volatile("msr tpidr_el0, %0" : : "r"(base));
    (void)thread_doing(ABOVE, step_yield());
    let_others_run();
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(base));
    check_eq(base, 0x7e57);
}

TEST("TCB-18", flags_are_masked_and_returned)
{
    seL4_CPtr tcb = tcb_new();
    seL4_TCB_SetFlags_t answer = seL4_TCB_SetFlags(tcb, 0, ~0ul);

    check_eq(answer.error, seL4_NoError);
    check_eq(answer.flags, seL4_TCBFlag_fpuDisabled);
    check_eq(seL4_TCB_SetFlags(tcb, 0, 0).flags, seL4_TCBFlag_fpuDisabled);
    check_eq(seL4_TCB_SetFlags(tcb, seL4_TCBFlag_fpuDisabled, 0).flags, 0);
}

TEST("TCB-28,GEN-10", revoking_the_cspace_root_takes_it_from_the_thread)
{
    seL4_CPtr cnode = cnode_new(4);
    seL4_CPtr faults = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, faults, cnode, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(revoke(cnode), seL4_NoError);
    add_step(helper, step_send(0, 0));
    thread_start(helper);
    message = execute(step_nbrecv(faults, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 4));
    check_eq(message.x[MR3], INVALID_ROOT);
}

/* Loads a pattern into FPU registers, gives way, and records whether it is still there. */
static void use_fpu(struct thread *self)
{
    seL4_Word pattern = (seL4_Word)self;
    seL4_Word low = 0;
    seL4_Word high = 0;

    __asm__ volatile("fmov d0, %0\n\tfmov d31, %0" : : "r"(pattern) : "memory");
    for (unsigned i = 0; i < 20; i++) {
        (void)execute(step_yield());
        __asm__ volatile("fmov %0, d0\n\tfmov %1, d31" : "=r"(low), "=r"(high) : : "memory");
        if (low != pattern || high != pattern) {
            return;
        }
    }
    self->value = 1;
}

TEST("FPU-1", fpu_registers_belong_to_their_thread)
{
    struct thread *first = thread_new(BELOW);
    struct thread *second = thread_new(BELOW);

    thread_start_function(first, use_fpu);
    thread_start_function(second, use_fpu);
    let_others_run();
    check_eq(first->value, 1);
    check_eq(second->value, 1);
}

TEST("FPU-6,ENV-7", a_disabled_fpu_faults)
{
    seL4_CPtr faults = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    seL4_Word label;

    check_eq(seL4_TCB_SetSpace(helper->tcb, faults, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(seL4_TCB_SetFlags(helper->tcb, 0, seL4_TCBFlag_fpuDisabled).error, seL4_NoError);
    thread_start_function(helper, use_fpu);
    label = execute(step_nbrecv(faults, reply_new())).x[INFO] >> 12;
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    check_eq(label, seL4_Fault_VCPUFault);
#else
    check_eq(label, seL4_Fault_UserException);
#endif
}
