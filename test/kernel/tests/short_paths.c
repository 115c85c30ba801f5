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

/* One turn of an event loop: a signal goes out, the next comes in through the bound notification. */
static struct thread *loop_new(seL4_Word priority, seL4_CPtr to, seL4_Word info, seL4_CPtr events)
{
    struct thread *loop = thread_new(priority);

    check_eq(seL4_TCB_BindNotification(loop->tcb, events), seL4_NoError);
    add_step(loop, step_nbsend_recv(to, info, endpoint_new(), reply_new()));
    return loop;
}

TEST("FP-1,SYS-5", a_signal_goes_out_before_the_sender_waits)
{
    seL4_CPtr out = notification_new();
    seL4_CPtr events = notification_new();
    struct thread *loop = loop_new(ABOVE, mint(out, seL4_AllRights, 0x10), 0, mint(events, seL4_AllRights, 0x20));

    thread_start(loop);
    check(!finished(loop));
    check_eq(execute(step_nbwait(out)).x[BADGE], 0x10);
    seL4_Signal(mint(events, seL4_AllRights, 0x40));
    check(finished(loop));
    check_eq(loop->steps[0].x[BADGE], 0x40);
}

TEST("FP-1,SYS-5", a_signal_and_a_receive_with_an_event_pending)
{
    seL4_CPtr out = notification_new();
    seL4_CPtr events = notification_new();
    struct thread *loop = loop_new(ABOVE, mint(out, seL4_AllRights, 2), 0, events);

    seL4_Signal(mint(events, seL4_AllRights, 1));
    thread_start(loop);
    check(finished(loop));
    check_eq(loop->steps[0].x[BADGE], 1);
    check_eq(execute(step_nbwait(out)).x[BADGE], 2);
}

TEST("FP-1,SYS-5,NTF-3", a_signal_to_the_awaited_notification_ends_the_wait)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr badged = mint(notification, seL4_AllRights, 4);

    check_eq(execute(step_nbsend_wait(badged, 0, notification)).x[BADGE], 4);
    seL4_Signal(mint(notification, seL4_AllRights, 1));
    check_eq(execute(step_nbsend_wait(badged, 0, notification)).x[BADGE], 5);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
}

/* Threads note down when they run. */
static unsigned turns;
static seL4_CPtr awaited_signal;

static void note_turn(struct thread *self)
{
    self->value = ++turns;
    self->done = 1;
}

static void wait_and_note_turn(struct thread *self)
{
    struct registers wait = step_wait(awaited_signal);

    trap(&wait);
    note_turn(self);
}

/* A sender above both signals and waits: does the thread that it wakes run before one that is ready at ABOVE? */
static void check_order(seL4_Word priority, bool woken_is_first)
{
    struct thread *woken = thread_new(priority);
    struct thread *ready = thread_new(ABOVE);
    struct thread *sender;

    awaited_signal = notification_new();
    turns = 0;
    thread_start_function(woken, wait_and_note_turn);
    let_others_run();
    sender = loop_new(ABOVE + 1, awaited_signal, 0, notification_new());
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, ABOVE + 2), seL4_NoError);
    thread_start_function(ready, note_turn);
    thread_start(sender);
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, TEST_PRIORITY), seL4_NoError);
    let_others_run();
    check_eq(turns, 2);
    check_eq(woken->value, woken_is_first ? 1u : 2u);
    check_eq(ready->value, woken_is_first ? 2u : 1u);
    check(!finished(sender));
}

TEST("FP-1,SCH-10", a_waiting_sender_gives_way_to_whom_it_wakes)
{
    check_order(ABOVE + 1, true);
    check_order(ABOVE, true);
}

TEST("FP-1,SCH-10", a_waiting_sender_gives_way_to_a_ready_thread_above_whom_it_wakes)
{
    check_order(BELOW, false);
}

TEST("FP-1,IPC-12", a_call_that_waits_is_received_with_all_its_words)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *caller = thread_new(ABOVE);
    struct registers got;

    caller->buffer->msg[4] = 0x55;
    caller->buffer->msg[5] = 0x66;
    add_step(caller, step_call(mint(endpoint, seL4_AllRights, 0x77), MESSAGE(9, 0, 6)));
    caller->steps[0].x[MR0] = 0x11;
    caller->steps[0].x[MR3] = 0x44;
    thread_start(caller);
    check(!finished(caller));
    got = execute(step_recv(endpoint, reply));
    check_eq(got.x[BADGE], 0x77);
    check_eq(got.x[INFO], MESSAGE(9, 0, 6));
    check_eq(got.x[MR0], 0x11);
    check_eq(got.x[MR3], 0x44);
    check_eq(seL4_GetMR(4), 0x55);
    check_eq(seL4_GetMR(5), 0x66);
    (void)execute(step_send(reply, MESSAGE(3, 0, 0)));
    check(finished(caller));
    check_eq(caller->steps[0].x[INFO], MESSAGE(3, 0, 0));
}

TEST("FP-1,IPC-12", a_short_message_from_the_queue_leaves_the_other_registers)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *sender = thread_new(TEST_PRIORITY);
    struct registers receive = step_recv(endpoint, reply_new());

    add_step(sender, step_send(endpoint, MESSAGE(0, 0, 1)));
    sender->steps[0].x[MR0] = 0x11;
    sender->steps[0].x[MR1] = 0x22;
    thread_start(sender);
    (void)execute(step_yield());
    receive.x[MR1] = 0x1111;
    receive = execute(receive);
    check_eq(receive.x[MR0], 0x11);
    check_eq(receive.x[MR1], 0x1111);
    check(!finished(sender));
    (void)execute(step_yield());
    check(finished(sender));
}

TEST("FP-1,IPC-8", a_queued_call_without_a_reply_object_stops_its_caller)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *caller = thread_doing(ABOVE, step_call(endpoint, MESSAGE(1, 0, 0)));

    check_eq(execute(step_wait(endpoint)).x[INFO], MESSAGE(1, 0, 0));
    check(!finished(caller));
    check_eq(seL4_TCB_Resume(caller->tcb), seL4_NoError);
    check(!finished(caller));
    check_eq(execute(step_nbrecv(endpoint, reply_new())).x[INFO], MESSAGE(1, 0, 0));
}

TEST("FP-1,RPL-4", a_server_with_time_of_its_own_answers_on_that)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    struct thread *server = thread_new(ABOVE);
    struct registers answer;

    add_step(server, step_recv(endpoint, reply));
    add_step(server, step_reply_recv(endpoint, MESSAGE(5, 0, 2), reply));
    server->steps[1].x[MR0] = 0x12;
    server->steps[1].x[MR1] = 0x34;
    thread_start(server);
    answer = execute(step_call(endpoint, MESSAGE(6, 0, 0)));
    check_eq(answer.x[BADGE], 0);
    check_eq(answer.x[INFO], MESSAGE(5, 0, 2));
    check_eq(answer.x[MR0], 0x12);
    check_eq(answer.x[MR1], 0x34);
    check_eq(server->steps[0].x[INFO], MESSAGE(6, 0, 0));
    /* Neither has got the other's scheduling context. */
    check_eq(seL4_SchedContext_Unbind(server->sc), seL4_NoError);
    (void)execute(step_send(endpoint, 0));
    check_eq(server->done, 1);
    check_eq(seL4_SchedContext_Bind(server->sc, server->tcb), seL4_NoError);
    check(finished(server));
}

TEST("FP-1,NTF-7,NTF-11", a_notification_lends_its_time_for_each_turn)
{
    seL4_CPtr notification = notification_new();
    struct thread *passive = passive_thread_new(ABOVE);
    seL4_CPtr sc = sched_context_new(10000, 10000);

    add_step(passive, step_wait(notification));
    add_step(passive, step_wait(notification));
    add_step(passive, step_nbsend_wait(notification_new(), 0, notification));
    add_step(passive, step_nbwait(notification));
    passive_thread_start(passive);
    check_eq(seL4_SchedContext_Bind(sc, notification), seL4_NoError);
    for (unsigned turn = 1; turn <= 2; turn++) {
        seL4_Signal(notification);
        check_eq(passive->done, turn);
    }
    /* It has given the time back: now it cannot go on. */
    check_eq(seL4_SchedContext_UnbindObject(sc, notification), seL4_NoError);
    seL4_Signal(notification);
    check_eq(passive->done, 2);
    check_eq(seL4_SchedContext_Bind(sc, passive->tcb), seL4_NoError);
    check(finished(passive));
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
