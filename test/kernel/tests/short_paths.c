/* SPDX-License-Identifier: BSD-2-Clause */
/* What the short paths must not change, and where they must give way (FP-1): registers, lengths, order, answers. */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define SAVED 12u /* x18 to x29 */
#define FIRST_VALUE 0x1800u
#define UNKNOWN_NUMBER 0x4321u

/* Executes one system call with FIRST_VALUE and what follows in x18 to x29, and stores what is there afterwards. */
static void trap_with_registers(seL4_Word cptr, seL4_Word number, seL4_Word *after)
{
    register seL4_Word x0 __asm__("x0") = cptr;
    register seL4_Word x1 __asm__("x1") = 0;
    register seL4_Word x7 __asm__("x7") = number;
    register seL4_Word *x9 __asm__("x9") = after;

    __asm__ volatile("stp x18, x29, [sp, #-16]!\n\t"
                     "mov x18, %[first]\n\tadd x19, x18, #1\n\tadd x20, x18, #2\n\tadd x21, x18, #3\n\t"
                     "add x22, x18, #4\n\tadd x23, x18, #5\n\tadd x24, x18, #6\n\tadd x25, x18, #7\n\t"
                     "add x26, x18, #8\n\tadd x27, x18, #9\n\tadd x28, x18, #10\n\tadd x29, x18, #11\n\t"
                     "svc #0\n\t"
                     "stp x18, x19, [x9]\n\tstp x20, x21, [x9, #16]\n\tstp x22, x23, [x9, #32]\n\t"
                     "stp x24, x25, [x9, #48]\n\tstp x26, x27, [x9, #64]\n\tstp x28, x29, [x9, #80]\n\t"
                     "ldp x18, x29, [sp], #16"
                     : "+r"(x0), "+r"(x1), "+r"(x7), "+r"(x9)
                     : [first] "i"(FIRST_VALUE)
                     : "memory", "x2", "x3", "x4", "x5", "x6", "x8", "x19", "x20", "x21", "x22", "x23", "x24", "x25",
                       "x26", "x27", "x28", "x30");
}

static void check_registers(const seL4_Word *after)
{
    for (unsigned i = 0; i < SAVED; i++) {
        check_eq(after[i], FIRST_VALUE + i);
    }
}

TEST("FP-1,ENV-4", registers_survive_a_call_that_returns_at_once)
{
    seL4_Word after[SAVED];

    trap_with_registers(notification_new(), (seL4_Word)seL4_SysNBWait, after);
    check_registers(after);
    trap_with_registers(0, (seL4_Word)seL4_SysYield, after);
    check_registers(after);
}

static seL4_CPtr awaited;
static seL4_Word waiter_after[SAVED];

static void wait_with_registers(struct thread *self)
{
    trap_with_registers(awaited, (seL4_Word)seL4_SysWait, waiter_after);
    self->done = 1;
}

TEST("FP-1,REG-1", all_registers_of_a_thread_that_waits_can_be_read_and_come_back)
{
    struct thread *waiter = thread_new(ABOVE);
    seL4_UserContext context;

    awaited = notification_new();
    thread_start_function(waiter, wait_with_registers);
    context = read_registers(waiter->tcb);
    check_eq(context.x18, FIRST_VALUE);
    check_eq(context.x19, FIRST_VALUE + 1);
    check_eq(context.x28, FIRST_VALUE + 10);
    check_eq(context.x29, FIRST_VALUE + 11);
    check_eq(context.x7, (seL4_Word)seL4_SysWait);
    seL4_Signal(awaited);
    check(waiter->done == 1);
    check_registers(waiter_after);
}

/* Buffers hold other values before a message of `length` words goes from the test to a helper. */
static void check_message(seL4_Word length)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *receiver = thread_new(ABOVE);

    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        receiver->buffer->msg[i] = 0xbad0 + i;
    }
    add_step(receiver, step_recv(endpoint, reply_new()));
    thread_start(receiver);
    for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
        seL4_SetMR((int)i, 0x900d + i);
    }
    (void)execute(step_send(endpoint, MESSAGE(7, 0, length)));
    check(finished(receiver));
    check_eq(receiver->steps[0].x[INFO], MESSAGE(7, 0, length));
    for (unsigned i = 4; i < seL4_MsgMaxLength; i++) {
        check_eq(receiver->buffer->msg[i], i < length ? 0x900d + i : 0xbad0 + i);
    }
}

TEST("FP-1,XFR-2", a_message_ends_where_its_length_says)
{
    check_message(4);
    check_message(5);
    check_message(6);
    check_message(7);
    check_message(119);
    check_message(120);
}

TEST("FP-1,SCH-7", a_woken_thread_of_equal_priority_goes_behind_those_that_are_ready)
{
    seL4_CPtr notification = notification_new();
    struct thread *woken = thread_new(TEST_PRIORITY);
    struct thread *ready = thread_new(TEST_PRIORITY);

    add_step(woken, step_wait(notification));
    add_step(woken, step_nbwait(notification));
    thread_start(woken);
    (void)execute(step_yield());
    thread_start(ready);
    seL4_Signal(notification);
    check(!finished(woken));
    (void)execute(step_yield());
    check(finished(ready) && finished(woken));
}

TEST("FP-1,NTF-5", a_signal_takes_a_bound_thread_out_of_the_middle_of_a_queue)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr notification = notification_new();
    struct thread *first = thread_doing(ABOVE + 1, step_recv(endpoint, reply_new()));
    struct thread *bound = thread_new(ABOVE);
    struct thread *last = thread_new(ABOVE);

    check_eq(seL4_TCB_BindNotification(bound->tcb, notification), seL4_NoError);
    add_step(bound, step_recv(endpoint, reply_new()));
    thread_start(bound);
    add_step(last, step_recv(endpoint, reply_new()));
    thread_start(last);
    seL4_Signal(notification);
    check(finished(bound) && !finished(first) && !finished(last));
    (void)execute(step_send(endpoint, 0));
    (void)execute(step_send(endpoint, 0));
    check(finished(first) && finished(last));
}

/* A helper that executes an unknown system call, and what answers its fault with one message. */
static void call_unknown(struct thread *self)
{
    self->steps[0].x[NUMBER] = UNKNOWN_NUMBER;
    trap(&self->steps[0]);
    self->done = 1;
}

static void check_refusal(struct thread *handler, bool passive)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *faulter = thread_new(BELOW);

    check_eq(seL4_TCB_SetSchedParams(faulter->tcb, seL4_CapInitThreadTCB, 0, BELOW, faulter->sc, endpoint),
             seL4_NoError);
    add_step(handler, step_recv(endpoint, reply));
    add_step(handler, step_reply_recv(endpoint, MESSAGE(1, 0, 0), reply));
    if (passive) {
        passive_thread_start(handler);
    } else {
        thread_start(handler);
    }
    thread_start_function(faulter, call_unknown);
    let_others_run();
    check_eq(handler->done, 1);
    check_eq(handler->steps[0].x[INFO], MESSAGE(seL4_Fault_UnknownSyscall, 0, seL4_UnknownSyscall_Length));
    check_eq(handler->buffer->msg[seL4_UnknownSyscall_Syscall], UNKNOWN_NUMBER);
    check_eq(faulter->done, 0);
    check_eq(seL4_TCB_Resume(faulter->tcb), seL4_NoError);
    let_others_run();
    check_eq(handler->done, 2);
}

TEST("FP-1,FLT-14", a_refused_fault_stops_the_thread_until_it_is_resumed)
{
    check_refusal(thread_new(ABOVE), false);
}

TEST("FP-1,FLT-14", a_passive_handler_refuses_a_fault)
{
    check_refusal(passive_thread_new(ABOVE), true);
}

static void remove_buffer(const struct thread *thread)
{
    check_eq(seL4_TCB_SetIPCBuffer(thread->tcb, 0, image_frame(thread->buffer)), seL4_NoError);
}

TEST("FP-1,SYS-12", a_handler_without_a_buffer_gets_the_first_words_of_a_fault)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *handler = thread_new(ABOVE);
    struct thread *faulter = thread_new(BELOW);

    check_eq(seL4_TCB_SetSchedParams(faulter->tcb, seL4_CapInitThreadTCB, 0, BELOW, faulter->sc, endpoint),
             seL4_NoError);
    remove_buffer(handler);
    add_step(handler, step_recv(endpoint, reply_new()));
    thread_start(handler);
    faulter->steps[0].x[MR0] = 0x77;
    thread_start_function(faulter, call_unknown);
    let_others_run();
    check(finished(handler));
    check_eq(handler->steps[0].x[INFO], MESSAGE(seL4_Fault_UnknownSyscall, 0, 4));
    check_eq(handler->steps[0].x[MR2], 0x77);
}

#if CONFIG_NUM_DOMAINS > 1
static const struct thread *watched;

static void look(struct thread *self)
{
    self->value = watched->done;
    self->done = 1;
}

TEST("FP-2,DOM-4", a_thread_that_has_come_into_the_domain_runs_before_a_callee)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *server = passive_thread_new(ABOVE);
    struct thread *other = thread_new(ABOVE + 1);

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_reply_recv(endpoint, 0, reply));
    passive_thread_start(server);
    watched = server;
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 1, other->tcb), seL4_NoError);
    thread_start_function(other, look);
    check_eq(other->done, 0);
    check_eq(seL4_DomainSet_Set(seL4_CapDomain, 0, other->tcb), seL4_NoError);
    (void)execute(step_call(endpoint, 0));
    check_eq(other->done, 1);
    check_eq(other->value, 0);
    check_eq(server->done, 1);
}
#endif
