/* SPDX-License-Identifier: BSD-2-Clause */
/* Call stacks of passive servers when a part of them is taken away (RPL, SCI). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

/* caller -> frontend -> backend, all on the caller's context; the backend holds the processor until it waits. */
struct chain {
    seL4_CPtr front_reply, back_reply;
    struct thread *caller, *frontend, *backend;
};

static struct chain chain_new(void)
{
    seL4_CPtr front = endpoint_new();
    seL4_CPtr back = endpoint_new();
    struct chain chain = { reply_new(), reply_new(), thread_new(ABOVE), passive_thread_new(ABOVE),
                           passive_thread_new(ABOVE) };

    add_step(chain.frontend, step_recv(front, chain.front_reply));
    add_step(chain.frontend, step_call(back, 0));
    add_step(chain.frontend, step_wait(notification_new()));
    add_step(chain.backend, step_recv(back, chain.back_reply));
    add_step(chain.backend, step_wait(notification_new()));
    passive_thread_start(chain.frontend);
    passive_thread_start(chain.backend);
    add_step(chain.caller, step_call(front, 0));
    thread_start(chain.caller);
    check_eq(chain.backend->done, 1);
    return chain;
}

/* True iff `thread` holds the caller's context; takes it away if so. */
static bool holds_context(struct chain *chain, struct thread *thread)
{
    return seL4_SchedContext_UnbindObject(chain->caller->sc, thread->tcb) == seL4_NoError;
}

TEST("RPL-4", a_context_moves_down_a_chain)
{
    struct chain chain = chain_new();

    check(!holds_context(&chain, chain.caller));
    check(!holds_context(&chain, chain.frontend));
    check(holds_context(&chain, chain.backend));
}

TEST("RPL-7", each_reply_moves_the_context_one_up)
{
    struct chain chain = chain_new();

    (void)execute(step_send(chain.back_reply, 0));
    check_eq(chain.frontend->done, 2);
    check(!holds_context(&chain, chain.backend));
    (void)execute(step_send(chain.front_reply, 0));
    check(finished(chain.caller));
    check(holds_context(&chain, chain.caller));
}

TEST("RPL-8", deleting_replies_from_the_newest_returns_the_context_stepwise)
{
    struct chain chain = chain_new();

    check_eq(delete(chain.back_reply), seL4_NoError);
    check(!holds_context(&chain, chain.backend));
    check_eq(delete(chain.front_reply), seL4_NoError);
    check(!holds_context(&chain, chain.frontend));
    check(holds_context(&chain, chain.caller));
}

TEST("RPL-8", deleting_an_older_reply_moves_nothing)
{
    struct chain chain = chain_new();

    check_eq(delete(chain.front_reply), seL4_NoError);
    let_others_run();
    check(!finished(chain.caller));
    (void)execute(step_send(chain.back_reply, 0));
    check_eq(chain.frontend->done, 2);
    check(holds_context(&chain, chain.frontend));
}

TEST("RPL-9", suspending_the_middle_cuts_the_chain)
{
    struct chain chain = chain_new();

    check_eq(seL4_TCB_Suspend(chain.frontend->tcb), seL4_NoError);
    (void)execute(step_send(chain.back_reply, 0));
    check_eq(chain.frontend->done, 1);
    check(holds_context(&chain, chain.backend));
}

TEST("SCI-31", a_context_taken_from_a_server_still_returns_with_the_reply)
{
    struct chain chain = chain_new();

    check(holds_context(&chain, chain.backend));
    (void)execute(step_send(chain.back_reply, 0));
    check_eq(chain.frontend->done, 2);
}

TEST("DEL-4", deleting_a_server_does_not_return_the_context)
{
    struct chain chain = chain_new();

    check_eq(delete(chain.backend->tcb), seL4_NoError);
    check_eq(chain.frontend->done, 1);
    (void)execute(step_send(chain.back_reply, 0));
    check_eq(chain.frontend->done, 2);
}

TEST("SCI-30", deleting_the_context_leaves_every_caller_answerable)
{
    struct chain chain = chain_new();

    check_eq(delete(chain.caller->sc), seL4_NoError);
    (void)execute(step_send(chain.back_reply, MESSAGE(1, 0, 0)));
    (void)execute(step_send(chain.front_reply, MESSAGE(2, 0, 0)));
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), chain.frontend->tcb), seL4_NoError);
    check_eq(chain.frontend->done, 2);
    check_eq(seL4_SchedContext_Bind(sched_context_new(1000, 1000), chain.caller->tcb), seL4_NoError);
    check(finished(chain.caller));
}

TEST("RPL-3", a_copied_reply_cap_names_the_same_object)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr second = copy(reply);
    struct thread *caller = thread_doing(ABOVE, step_call(endpoint, 0));

    (void)execute(step_recv(endpoint, reply));
    check_eq(delete(reply), seL4_NoError);
    (void)execute(step_send(second, MESSAGE(6, 0, 0)));
    check_eq(caller->steps[0].x[INFO], MESSAGE(6, 0, 0));
}

TEST("XFR-9", a_reply_cap_without_grant_carries_no_caps)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr reply = reply_new();
    seL4_CPtr weak = mint(reply, seL4_CapRights_new(0, 0, 1, 1), 0);
    seL4_CPtr slot = slot_new();
    struct thread *caller = thread_new(ABOVE);

    caller->buffer->receiveCNode = ROOT_CNODE;
    caller->buffer->receiveIndex = slot;
    caller->buffer->receiveDepth = DEPTH;
    add_step(caller, step_call(endpoint, 0));
    thread_start(caller);
    (void)execute(step_recv(endpoint, reply));
    seL4_SetCap(0, endpoint);
    (void)execute(step_send(weak, MESSAGE(0, 1, 0)));
    check_eq(caller->steps[0].x[INFO], MESSAGE(0, 0, 0));
    check(slot_is_empty(slot));
}
