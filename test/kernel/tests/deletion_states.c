/* SPDX-License-Identifier: BSD-2-Clause */
/* Deletion of objects that are in use, by whatever can point at them; their memory is used again (DEL-2, DEL-3). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define TOP_TABLE_BITS 30u
#else
#define TOP_TABLE_BITS 39u
#endif

#define OBJECT_BITS 13u /* of an untyped that can hold any object that a test here deletes */

/* An object of its own untyped: deleting it frees memory that can be filled at once with something else. */
struct victim {
    seL4_CPtr untyped;
    seL4_CPtr cap;
};

static struct victim victim_new(seL4_Word type, seL4_Word size_bits)
{
    struct victim v = { untyped_new(OBJECT_BITS), slot_new() };

    check_eq(retype(v.untyped, type, size_bits, v.cap), seL4_NoError);
    return v;
}

/* The object is gone, nothing refers to it: its memory is a page now, zero, and full of ones a moment later. */
static void overwrite(struct victim v)
{
    seL4_CPtr frame = slot_new();
    volatile seL4_Word *page = (volatile seL4_Word *)scratch_address(0);

    check(slot_is_empty(v.cap));
    check_eq(retype(v.untyped, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    for (unsigned i = 0; i < (1u << seL4_PageBits) / sizeof(seL4_Word); i++) {
        check_eq(page[i], 0);
        page[i] = ~0ul;
    }
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
}

/* Deletes or revokes, as the round says: both ways destroy the object. */
static void destroy(struct victim v, unsigned round)
{
    check_eq(round == 0 ? delete(v.cap) : revoke(v.untyped), seL4_NoError);
}

#define ROUNDS 2u

/* A program without memory: one system call with the registers that it starts with, then a loop. */
void trap_and_loop(void);
__asm__(".pushsection .text\n\t.global trap_and_loop\ntrap_and_loop:\tsvc #0\n1:\tb 1b\n\t.popsection");

TEST("DEL-3,DEL-2", an_endpoint_goes_under_senders_callers_and_faulters)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct victim v = victim_new(seL4_EndpointObject, 0);
        struct thread *sender = thread_doing(BELOW, step_send(v.cap, MESSAGE(1, 0, 1)));
        struct thread *caller = thread_doing(BELOW, step_call(v.cap, 0));
        struct thread *faulter = thread_new(BELOW);

        check_eq(seL4_TCB_SetSpace(faulter->tcb, v.cap, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
        add_step(faulter, step_send(1ul << 63, 0));
        thread_start(faulter);
        let_others_run();
        check_eq(seL4_TCB_SetSpace(faulter->tcb, NO_CAP, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
        destroy(v, round);
        overwrite(v);
        let_others_run();
        check(finished(sender));
        check_eq(caller->steps[0].x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
        check(!finished(faulter));
        check_eq(seL4_TCB_Resume(faulter->tcb), seL4_NoError);
    }
}

TEST("DEL-3,DEL-2", an_endpoint_goes_under_receivers_with_and_without_reply)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct victim v = victim_new(seL4_EndpointObject, 0);
        seL4_CPtr reply = reply_new();
        struct thread *receiver = thread_doing(BELOW, step_recv(v.cap, reply));
        struct thread *waiter = thread_doing(BELOW, step_wait(v.cap));

        let_others_run();
        destroy(v, round);
        overwrite(v);
        let_others_run();
        check(!finished(receiver) && !finished(waiter));
        check_eq(execute(step_call(reply, 0)).x[INFO], 0);
        check_eq(delete(reply), seL4_NoError);
    }
}

TEST("DEL-3,DEL-2", an_endpoint_that_handles_faults_goes_with_its_untyped)
{
    struct victim v = victim_new(seL4_EndpointObject, 0);
    struct thread *faulter = thread_new(BELOW);

    check_eq(seL4_TCB_SetSpace(faulter->tcb, v.cap, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(faulter->tcb, v.cap), seL4_NoError);
    check_eq(revoke(v.untyped), seL4_NoError);
    overwrite(v);
    add_step(faulter, step_send(1ul << 63, 0));
    thread_start(faulter);
    let_others_run();
    check(!finished(faulter));
}

TEST("DEL-3,DEL-2", a_notification_goes_under_waiters_its_thread_its_context_and_an_interrupt)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct victim bound = victim_new(seL4_NotificationObject, 0);
        struct victim waited = victim_new(seL4_NotificationObject, 0);
        struct thread *waiter = thread_doing(BELOW, step_wait(waited.cap));
        struct thread *owner = thread_new(BELOW);
        seL4_CPtr context = sched_context_new(1000, 1000);
        seL4_CPtr handler = slot_new();

        check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 3, 0, ROOT_CNODE, slot_new(), DEPTH),
                 seL4_NoError);
        check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, 41, ROOT_CNODE, handler, DEPTH), seL4_NoError);
        check_eq(seL4_TCB_BindNotification(owner->tcb, bound.cap), seL4_NoError);
        check_eq(seL4_SchedContext_Bind(context, bound.cap), seL4_NoError);
        check_eq(seL4_IRQHandler_SetNotification(handler, bound.cap), seL4_NoError);
        (void)execute(step_send(bound.cap, 0));
        let_others_run();
        check_eq(seL4_IRQHandler_Clear(handler), seL4_NoError);
        destroy(bound, round);
        destroy(waited, round);
        overwrite(bound);
        overwrite(waited);
        let_others_run();
        check(!finished(waiter));
        check_eq(seL4_TCB_UnbindNotification(owner->tcb), seL4_IllegalOperation);
        check_eq(seL4_SchedContext_Bind(context, notification_new()), seL4_NoError);
        check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
        check_eq(delete(handler), seL4_NoError);
    }
}

TEST("DEL-3,DEL-2", a_notification_of_an_interrupt_goes_with_its_untyped)
{
    struct victim v = victim_new(seL4_NotificationObject, 0);
    seL4_CPtr handler = slot_new();
    seL4_CPtr sgi = slot_new();

    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, 4, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 4, 0, ROOT_CNODE, sgi, DEPTH), seL4_NoError);
    check_eq(seL4_IRQHandler_SetNotification(handler, v.cap), seL4_NoError);
    check_eq(revoke(v.untyped), seL4_NoError);
    overwrite(v);
    check_eq(execute(step_call(sgi, 0)).x[INFO], 0);
    let_others_run();
    check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
}

static void use_fpu(struct thread *self)
{
    __asm__ volatile("fmov d0, %0" : : "r"(~0ul));
    self->done = 1;
}

/* A client that waits for the answer of a server which has its scheduling context. */
struct conversation {
    struct thread *client;
    struct thread *server;
    seL4_CPtr endpoint;
    struct victim reply;
};

static struct conversation conversation_new(void)
{
    struct conversation c = { .endpoint = endpoint_new(), .reply = victim_new(seL4_ReplyObject, 0) };

    c.server = passive_thread_new(BELOW);
    add_step(c.server, step_recv(c.endpoint, c.reply.cap));
    add_step(c.server, step_wait(notification_new()));
    passive_thread_start(c.server);
    c.client = thread_doing(BELOW, step_call(c.endpoint, 0));
    let_others_run();
    check_eq(c.server->done, 1);
    check(!finished(c.client));
    return c;
}

TEST("DEL-3,DEL-2,RPL-8", a_reply_object_goes_under_its_caller)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct conversation c = conversation_new();

        destroy(c.reply, round);
        overwrite(c.reply);
        check_eq(seL4_SchedContext_UnbindObject(c.client->sc, c.client->tcb), seL4_NoError);
        check_eq(seL4_TCB_Resume(c.client->tcb), seL4_NoError);
        let_others_run();
        check(!finished(c.client));
    }
}

TEST("DEL-3,DEL-4", a_client_goes_while_its_server_has_its_context)
{
    struct conversation c = conversation_new();

    check_eq(delete(c.client->tcb), seL4_NoError);
    check_eq(execute(step_call(c.reply.cap, 0)).x[INFO], 0);
    destroy(c.reply, 0);
    overwrite(c.reply);
    check_eq(seL4_SchedContext_Unbind(c.client->sc), seL4_NoError);
}

TEST("DEL-3,DEL-4", a_server_goes_with_the_context_of_its_client)
{
    struct conversation c = conversation_new();

    check_eq(delete(c.server->tcb), seL4_NoError);
    check(!finished(c.client));
    check_eq(execute(step_call(c.reply.cap, MESSAGE(7, 0, 0))).x[INFO], 0);
    let_others_run();
    check(finished(c.client));
    check_eq(c.client->steps[0].x[INFO], MESSAGE(7, 0, 0));
}

TEST("DEL-3,DEL-2,SCI-30", a_lent_context_goes)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct victim v = victim_new(seL4_SchedContextObject, 8);
        struct conversation c = conversation_new();

        check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, v.cap, 1000, 2000, 0, 0, 0), seL4_NoError);
        check_eq(delete(c.client->sc), seL4_NoError);
        check_eq(seL4_SchedContext_Bind(v.cap, c.server->tcb), seL4_NoError);
        let_others_run();
        destroy(v, round);
        overwrite(v);
        check_eq(execute(step_call(c.reply.cap, 0)).x[INFO], 0);
        check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), c.client->tcb), seL4_NoError);
        let_others_run();
        check(finished(c.client));
    }
}

/* A thread whose object lies in its own untyped, executing one system call. */
static struct victim thread_victim(struct registers step, seL4_CPtr sc)
{
    struct victim v = victim_new(seL4_TCBObject, 0);
    seL4_UserContext context = { .pc = (seL4_Word)trap_and_loop, .x0 = step.x[0], .x1 = step.x[1], .x2 = step.x[2],
                                 .x3 = step.x[3], .x4 = step.x[4], .x5 = step.x[5], .x6 = step.x[6], .x7 = step.x[7],
                                 .x8 = step.x[8] };

    check_eq(seL4_TCB_SetSpace(v.cap, NO_CAP, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(v.cap, seL4_CapInitThreadTCB, seL4_MaxPrio, BELOW, sc, NO_CAP), seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(v.cap, true, 0, sizeof context / sizeof(seL4_Word), &context), seL4_NoError);
    return v;
}

enum state { READY, SENDING, CALLING, RECEIVING, WAITING, ANSWERABLE, OUT_OF_BUDGET, WITHOUT_CONTEXT, STATES };

/* The system call that brings a thread to the state. */
static struct registers step_into(enum state state, seL4_CPtr endpoint, seL4_CPtr reply)
{
    switch (state) {
    case SENDING:
        return step_send(endpoint, MESSAGE(1, 0, 1));
    case CALLING:
    case ANSWERABLE:
        return step_call(endpoint, 0);
    case RECEIVING:
        return step_recv(endpoint, reply);
    case WAITING:
        return step_wait(notification_new());
    default:
        return step_yield();
    }
}

static void check_thread_goes(enum state state, unsigned round)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr answer = reply_new();
    seL4_CPtr sc = sched_context_new(1000, state == OUT_OF_BUDGET ? 5000000 : 1000);
    struct victim v = thread_victim(step_into(state, endpoint, reply), state == WITHOUT_CONTEXT ? NO_CAP : sc);

    if (state == ANSWERABLE) {
        (void)execute(step_recv(endpoint, answer));
    } else if (state != READY) {
        sleep_us(3000);
    }
    check_eq(seL4_TCB_BindNotification(v.cap, notification_new()), seL4_NoError);
    destroy(v, round);
    overwrite(v);
    /* What pointed at the thread is usable: the context, the reply objects, the endpoint. */
    check_eq(execute(step_call(answer, 0)).x[INFO], 0);
    check_eq(execute(step_nbrecv(endpoint, reply)).x[BADGE], 0);
    check_eq(seL4_SchedContext_Bind(sc, tcb_new()), seL4_NoError);
    check_eq(delete(sc), seL4_NoError);
}

TEST("DEL-3,DEL-4,TCB-27", a_thread_goes_in_every_state)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (unsigned state = READY; state < STATES; state++) {
            check_thread_goes((enum state)state, round);
        }
    }
}

TEST("DEL-3,DEL-4,FPU-1", the_owner_of_the_fpu_goes)
{
    struct thread *owner = thread_new(ABOVE);
    seL4_Word low;

    __asm__ volatile("fmov d0, %0" : : "r"(0x1234ul));
    thread_start_function(owner, use_fpu);
    check_eq(owner->done, 1);
    check_eq(delete(owner->tcb), seL4_NoError);
    check_eq(revoke(owner->sc), seL4_NoError);
    __asm__ volatile("fmov %0, d0" : "=r"(low));
    check_eq(low, 0x1234);
}

TEST("DEL-3,YLD-8", a_context_goes_while_a_thread_yields_to_it)
{
    struct victim v = victim_new(seL4_SchedContextObject, 8);
    struct thread *yielder = thread_new(BELOW);
    struct thread *target = passive_thread_new(BELOW);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, v.cap, 2000, 2000, 0, 0, 0), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(v.cap, target->tcb), seL4_NoError);
    thread_start_function(target, thread_spin);
    add_step(yielder, step_call(v.cap, MESSAGE(SchedContextYieldTo, 0, 0)));
    thread_start(yielder);
    sleep_us(1200);
    destroy(v, 1);
    overwrite(v);
    let_others_run();
    check(finished(yielder));
}

TEST("DEL-3,DEL-2", a_frame_goes_that_is_an_ipc_buffer_of_a_blocked_thread)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct victim v = victim_new(seL4_ARM_SmallPageObject, 0);
        seL4_CPtr endpoint = endpoint_new();
        struct thread *sender = thread_new(BELOW);
        struct registers message;

        check_eq(seL4_TCB_SetIPCBuffer(sender->tcb, 0x7000000, v.cap), seL4_NoError);
        add_step(sender, step_send(endpoint, MESSAGE(1, 0, 20)));
        thread_start(sender);
        let_others_run();
        check_eq(revoke(v.untyped), seL4_NoError);
        overwrite(v);
        message = execute(step_recv(endpoint, reply_new()));
        check_eq(message.x[INFO], MESSAGE(1, 0, 4));
        check_eq(message.x[MR3], 0xa3);
    }
}

TEST("DEL-3,DEL-2,VSP-15", tables_go_from_under_a_mapped_frame_in_any_order)
{
    for (unsigned order = 0; order < 3; order++) {
        seL4_CPtr vspace = vspace_new();
        seL4_CPtr frame = frame_new();
        seL4_CPtr tables[3];
        unsigned count = 0;

        while (seL4_ARM_Page_Map(frame, vspace, 0x200000, seL4_ReadWrite, 0) == seL4_FailedLookup) {
            tables[count] = object_new(seL4_ARM_PageTableObject, 0);
            check_eq(seL4_ARM_PageTable_Map(tables[count], vspace, 0x200000, 0), seL4_NoError);
            count++;
        }
        for (unsigned i = 0; i < count; i++) {
            check_eq(delete(tables[(i + order) % count]), seL4_NoError);
        }
        check_lookup1(seL4_ARM_Page_Map(frame, vspace, 0x200000, seL4_ReadWrite, 0), DESTINATION_LOOKUP,
                      MISSING_CAPABILITY, TOP_TABLE_BITS);
        check_eq(order == 0 ? delete(frame) : seL4_ARM_Page_Unmap(frame), seL4_NoError);
        check_eq(delete(vspace), seL4_NoError);
    }
}
