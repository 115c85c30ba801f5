/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults, fault messages and the answers to them (FLT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define UNMAPPED 0x7000000ul
#define HANDLER_BADGE 0xfa17u
#define TRAP_SIZE 4u

/* A helper whose faults arrive at `handler`, badged HANDLER_BADGE. */
static struct thread *faulty_thread(seL4_CPtr handler)
{
    struct thread *thread = thread_new(ABOVE);
    seL4_CPtr badged = mint(handler, seL4_AllRights, HANDLER_BADGE);

    check_eq(seL4_TCB_SetSchedParams(thread->tcb, seL4_CapInitThreadTCB, 0, ABOVE, thread->sc, badged),
             seL4_NoError);
    return thread;
}

static void read_unmapped(struct thread *self)
{
    self->value = *(volatile seL4_Word *)UNMAPPED;
    self->done = 1;
}

static void write_unmapped(struct thread *self)
{
    *(volatile seL4_Word *)UNMAPPED = 1;
    self->done = 1;
}

static void jump_unmapped(struct thread *self)
{
    ((void (*)(void))UNMAPPED)();
    self->done = 1;
}

static void undefined_instruction(struct thread *self)
{
    __asm__ volatile("udf #0");
    self->done = 1;
}

TEST("FLT-1,FLT-10", a_fault_arrives_with_the_badge_of_the_handler_cap)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);

    thread_start_function(helper, read_unmapped);
    check_eq(execute(step_recv(handler, reply_new())).x[BADGE], HANDLER_BADGE);
}

TEST("FLT-8,VSP-23", a_read_fault_names_the_address)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);
    struct registers message;

    thread_start_function(helper, read_unmapped);
    message = execute(step_recv(handler, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR0], read_registers(helper->tcb).pc);
    check_eq(message.x[MR1], UNMAPPED);
    check_eq(message.x[MR2], 0);
    check_eq(message.x[MR3] >> 26, 0x24);
    check_eq(message.x[MR3] & 1 << 6, 0);
}

TEST("FLT-8", a_write_fault_says_so)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);
    struct registers message;

    thread_start_function(helper, write_unmapped);
    message = execute(step_recv(handler, reply_new()));
    check_eq(message.x[MR1], UNMAPPED);
    check_eq(message.x[MR3] & 1 << 6, 1 << 6);
}

TEST("FLT-8", an_instruction_fault_says_so)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);
    struct registers message;

    thread_start_function(helper, jump_unmapped);
    message = execute(step_recv(handler, reply_new()));
    check_eq(message.x[MR0], UNMAPPED);
    check_eq(message.x[MR1], UNMAPPED);
    check_eq(message.x[MR2], 1);
    check_eq(message.x[MR3] >> 26, 0x20);
}

TEST("FLT-17", any_reply_to_a_page_fault_repeats_the_instruction)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr frame = frame_new();
    struct thread *helper = faulty_thread(handler);

    thread_start_function(helper, read_unmapped);
    (void)execute(step_recv(handler, reply));
    (void)execute(step_send(reply, MESSAGE(9, 0, 4)));
    check_eq(execute(step_recv(handler, reply)).x[MR1], UNMAPPED);
    check_eq(map_with_tables(frame, ROOT_VSPACE, UNMAPPED, seL4_ReadWrite, seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    (void)execute(step_send(reply, 0));
    check_eq(helper->done, 1);
    check_eq(helper->value, 0);
}

TEST("FLT-5,A64-13", an_undefined_instruction_is_a_user_exception)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = faulty_thread(handler);
    struct registers message;
    struct registers answer = step_send(reply, MESSAGE(0, 0, 1));

    thread_start_function(helper, undefined_instruction);
    message = execute(step_recv(handler, reply));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_UserException, 0, 5));
    check_eq(seL4_GetMR(4), 0);
    check_eq(message.x[MR0], read_registers(helper->tcb).pc);
    check_eq(message.x[MR1], read_registers(helper->tcb).sp);
    answer.x[MR0] = message.x[MR0] + TRAP_SIZE;
    (void)execute(answer);
    check_eq(helper->done, 1);
}

TEST("FLT-14", a_user_exception_answered_with_a_label_stops_the_thread)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper = faulty_thread(handler);
    struct registers answer = step_send(reply, MESSAGE(1, 0, 1));

    thread_start_function(helper, undefined_instruction);
    answer.x[MR0] = execute(step_recv(handler, reply)).x[MR0] + TRAP_SIZE;
    (void)execute(answer);
    check_eq(helper->done, 0);
    check_eq(execute(step_nbrecv(handler, reply)).x[BADGE], 0);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(helper->done, 1);
}

/* The kernel's message of the unknown system call `number` made by a helper, and the helper. */
static struct registers unknown_call(seL4_CPtr handler, seL4_CPtr reply, struct thread **helper,
                                     seL4_Word number)
{
    struct registers step = step_yield();

    step.x[NUMBER] = number;
    step.x[0] = 0x100;
    step.x[1] = 0x101;
    *helper = faulty_thread(handler);
    add_step(*helper, step);
    thread_start(*helper);
    return execute(step_recv(handler, reply));
}

TEST("FLT-6", an_unknown_system_call_shows_its_registers)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper;
    struct registers message = unknown_call(handler, reply_new(), &helper, 0x1234);

    check_eq(message.x[INFO], MESSAGE(seL4_Fault_UnknownSyscall, 0, 13));
    check_eq(message.x[MR0], 0x100);
    check_eq(message.x[MR1], 0x101);
    check_eq(message.x[MR2], 0xa0);
    check_eq(message.x[MR3], 0xa1);
    check_eq(seL4_GetMR(seL4_UnknownSyscall_X7), 0x1234);
    check_eq(seL4_GetMR(seL4_UnknownSyscall_Syscall), 0x1234);
    check_eq(seL4_GetMR(seL4_UnknownSyscall_LR), seL4_GetMR(seL4_UnknownSyscall_FaultIP) + TRAP_SIZE);
    check_eq(seL4_GetMR(seL4_UnknownSyscall_FaultIP), read_registers(helper->tcb).pc);
}

TEST("FLT-16", a_reply_may_emulate_an_unknown_system_call)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper;
    struct registers message = unknown_call(handler, reply, &helper, 0x1234);
    struct registers answer = step_send(reply, MESSAGE(0, 0, 12));

    answer.x[MR0] = 0xe0;
    answer.x[MR1] = 0xe1;
    answer.x[MR2] = message.x[MR2];
    answer.x[MR3] = message.x[MR3];
    seL4_SetMR(seL4_UnknownSyscall_FaultIP, seL4_GetMR(seL4_UnknownSyscall_FaultIP) + TRAP_SIZE);
    (void)execute(answer);
    check(finished(helper));
    check_eq(helper->steps[0].x[0], 0xe0);
    check_eq(helper->steps[0].x[1], 0xe1);
    check_eq(helper->steps[0].x[2], 0xa0);
}

TEST("FLT-16", an_unknown_system_call_repeats_unless_advanced)
{
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *helper;

    (void)unknown_call(handler, reply, &helper, 77);
    (void)execute(step_send(reply, 0));
    check_eq(execute(step_recv(handler, reply)).x[INFO], MESSAGE(seL4_Fault_UnknownSyscall, 0, 13));
    check(!finished(helper));
}

TEST("SYS-4", number_zero_is_no_system_call)
{
    struct thread *helper;

    check_eq(unknown_call(endpoint_new(), reply_new(), &helper, 0).x[INFO] >> 12, seL4_Fault_UnknownSyscall);
}

/* The fault message of a helper that executes `step`. */
static struct registers fault_of(struct registers step)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);

    add_step(helper, step);
    thread_start(helper);
    return execute(step_recv(handler, reply_new()));
}

TEST("01/SYS-16", a_send_through_an_unresolvable_pointer_faults)
{
    struct registers message = fault_of(step_send(1ul << 63, 0));

    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 7));
    check_eq(message.x[MR1], 1ul << 63);
    check_eq(message.x[MR2], 0);
    check_eq(message.x[MR3], GUARD_MISMATCH);
    check_eq(seL4_GetMR(seL4_CapFault_BitsLeft), 64);
    check_eq(seL4_GetMR(seL4_CapFault_GuardMismatch_GuardFound), 0);
    check_eq(seL4_GetMR(seL4_CapFault_GuardMismatch_BitsFound), 64 - boot->initThreadCNodeSizeBits);
}

TEST("01/SYS-16", a_non_blocking_send_through_an_unresolvable_pointer_is_dropped)
{
    (void)execute(step_nbsend(1ul << 63, 0));
    (void)execute(step_send(slot_new(), 0));
}

TEST("01/SYS-16", a_call_through_an_unresolvable_pointer_faults)
{
    check_eq(fault_of(step_call(1ul << 63, 0)).x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 7));
}

TEST("IPC-10", receiving_from_an_empty_slot_faults)
{
    seL4_CPtr slot = slot_new();
    struct registers message = fault_of(step_nbrecv(slot, reply_new()));

    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
    check_eq(message.x[MR1], slot);
    check_eq(message.x[MR2], 1);
    check_eq(message.x[MR3], MISSING_CAPABILITY);
}

TEST("IPC-10", receiving_with_a_wrong_reply_cap_faults_on_it)
{
    seL4_CPtr wrong = endpoint_new();
    struct registers message = fault_of(step_recv(endpoint_new(), wrong));

    check_eq(message.x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
    check_eq(message.x[MR1], wrong);
    check_eq(message.x[MR2], 1);
}

TEST("IPC-10", receiving_from_a_thread_cap_faults)
{
    check_eq(fault_of(step_recv(tcb_new(), reply_new())).x[INFO], MESSAGE(seL4_Fault_CapFault, 0, 5));
}

TEST("IPC-10", receiving_without_the_read_right_faults)
{
    seL4_CPtr write_only = mint(endpoint_new(), seL4_CapRights_new(1, 1, 0, 1), 0);

    check_eq(fault_of(step_recv(write_only, reply_new())).x[MR1], write_only);
}

TEST("FLT-11", a_fault_without_receiver_is_queued)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);

    thread_start_function(helper, read_unmapped);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], UNMAPPED);
}

TEST("FLT-12", a_fault_met_by_a_wait_leaves_the_thread_inactive)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);

    thread_start_function(helper, read_unmapped);
    check_eq(execute(step_wait(handler)).x[MR1], UNMAPPED);
    check_eq(seL4_TCB_Resume(helper->tcb), seL4_NoError);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[MR1], UNMAPPED);
}

TEST("FLT-4", a_fault_without_handler_stops_the_thread)
{
    struct thread *helper = thread_new(ABOVE);

    thread_start_function(helper, read_unmapped);
    let_others_run();
    check_eq(helper->done, 0);
}

TEST("FLT-7", a_passive_handler_runs_on_the_faulters_context)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *server = passive_thread_new(ABOVE + 1);
    struct thread *helper = faulty_thread(handler);

    add_step(server, step_recv(handler, reply_new()));
    add_step(server, step_wait(notification_new()));
    passive_thread_start(server);
    thread_start_function(helper, read_unmapped);
    check_eq(server->done, 1);
    check_eq(server->steps[0].x[MR1], UNMAPPED);
    check_eq(seL4_SchedContext_UnbindObject(helper->sc, server->tcb), seL4_NoError);
}

TEST("FLT-2,FLT-3", revoking_the_handlers_endpoint_removes_the_handler)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);

    check_eq(revoke(handler), seL4_NoError);
    thread_start_function(helper, read_unmapped);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[BADGE], 0);
    check_eq(helper->done, 0);
}

TEST("FLT-19", a_queued_faulter_stays_inactive_when_its_endpoint_goes)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = faulty_thread(handler);

    thread_start_function(helper, read_unmapped);
    check_eq(revoke(handler), seL4_NoError);
    check_eq(delete(handler), seL4_NoError);
    let_others_run();
    check_eq(helper->done, 0);
}

TEST("FLT-9", a_timeout_fault_names_the_context_and_its_consumption)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(BELOW);
    struct registers message;

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, 1000, 50000, 0, 0xdada,
                                              0),
             seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(helper->tcb, mint(handler, seL4_AllRights, 5)), seL4_NoError);
    thread_start_function(helper, thread_spin);
    message = execute(step_recv(handler, reply_new()));
    check_eq(message.x[BADGE], 5);
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_Timeout, 0, 2));
    check_eq(message.x[MR0], 0xdada);
    check(message.x[MR1] >= 900 && message.x[MR1] <= 1100);
}

TEST("SC-26", a_round_robin_thread_gets_no_timeout_fault)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(BELOW);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, 1000, 1000, 0, 0, 0),
             seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(helper->tcb, handler), seL4_NoError);
    thread_start_function(helper, thread_spin);
    sleep_us(5000);
    check(helper->value > 0);
    check_eq(execute(step_nbrecv(handler, reply_new())).x[BADGE], 0);
}

#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* The initial thread waits in the runner for the end of this test; afterwards it waits again. */
TEST("FLT-20", a_fault_of_the_initial_thread_stops_it)
{
    seL4_UserContext before = read_registers(seL4_CapInitThreadTCB);
    seL4_UserContext context = { .pc = UNMAPPED };

    check_eq(seL4_TCB_Suspend(seL4_CapInitThreadTCB), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(seL4_CapInitThreadTCB, true, 0, REGISTERS, &context), seL4_NoError);
    check_eq(read_registers(seL4_CapInitThreadTCB).pc, UNMAPPED);
    check_eq(seL4_TCB_WriteRegisters(seL4_CapInitThreadTCB, true, 0, REGISTERS, &before), seL4_NoError);
}
