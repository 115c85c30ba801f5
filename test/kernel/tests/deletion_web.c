/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion of each object in the middle of a web of others that point to it: a call chain with the scheduling context
 * that has travelled down it, threads in every kind of queue, bindings of all kinds. What the deletion does not concern
 * still works, and then all the rest is deleted as well.
 */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define SENT_LABEL 0x51u

/* Capabilities of the web; each is the victim of one test. */
enum member {
    OUTER_ENDPOINT, INNER_ENDPOINT, QUEUE, RECEIVERS, HOLD, WAITED, BOUND, OUTER_REPLY, INNER_REPLY, ARMED_REPLY,
    CLIENT, MIDDLE, SERVER, SENDER, CALLER, RECEIVER, WAITER, LISTENER, CLIENT_SC, LISTENER_SC, SPARE_SC, CSPACE,
    VSPACE, VCPU, MEMBERS,
};

struct web {
    seL4_CPtr cap[MEMBERS];
    struct thread *client, *server, *receiver, *waiter;
};

static void enter(struct web *web, enum member member, struct thread *thread)
{
    web->cap[member] = thread->tcb;
}

/* client calls middle, middle calls server; both servers are passive, and the last one waits for HOLD. */
static void make_chain(struct web *web)
{
    struct thread *middle = passive_thread_new(ABOVE);

    web->server = passive_thread_new(ABOVE);
    web->client = thread_new(ABOVE);
    add_step(web->server, step_recv(web->cap[INNER_ENDPOINT], web->cap[INNER_REPLY]));
    add_step(web->server, step_wait(web->cap[HOLD]));
    add_step(web->server, step_send(web->cap[INNER_REPLY], 0));
    add_step(middle, step_recv(web->cap[OUTER_ENDPOINT], web->cap[OUTER_REPLY]));
    add_step(middle, step_call(web->cap[INNER_ENDPOINT], 0));
    add_step(middle, step_send(web->cap[OUTER_REPLY], 0));
    add_step(web->client, step_call(web->cap[OUTER_ENDPOINT], 0));
    passive_thread_start(web->server);
    passive_thread_start(middle);
    thread_start(web->client);
    web->cap[CLIENT_SC] = web->client->sc;
    enter(web, CLIENT, web->client);
    enter(web, MIDDLE, middle);
    enter(web, SERVER, web->server);
}

static void make_queues(struct web *web)
{
    enter(web, SENDER, thread_doing(ABOVE, step_send(web->cap[QUEUE], MESSAGE(SENT_LABEL, 0, 0))));
    enter(web, CALLER, thread_doing(ABOVE, step_call(web->cap[QUEUE], 0)));
    web->receiver = thread_doing(ABOVE, step_recv(web->cap[RECEIVERS], web->cap[ARMED_REPLY]));
    enter(web, RECEIVER, web->receiver);
    web->waiter = thread_doing(ABOVE, step_wait(web->cap[WAITED]));
    enter(web, WAITER, web->waiter);
}

/* A thread in spaces of its own, bound to a notification that has a scheduling context for it. */
static void make_listener(struct web *web)
{
    struct thread *listener = thread_new(ABOVE);

    add_step(listener, step_wait(web->cap[RECEIVERS]));
    thread_start(listener);
    enter(web, LISTENER, listener);
    web->cap[LISTENER_SC] = listener->sc;
    check_eq(seL4_TCB_SetSpace(listener->tcb, NO_CAP, web->cap[CSPACE], 0, web->cap[VSPACE], 0), seL4_NoError);
    check_eq(seL4_TCB_BindNotification(listener->tcb, web->cap[BOUND]), seL4_NoError);
    check_eq(seL4_SchedContext_Bind(web->cap[SPARE_SC], web->cap[BOUND]), seL4_NoError);
}

static struct web web_new(void)
{
    struct web web = { .cap = { 0 } };

    for (enum member m = OUTER_ENDPOINT; m <= RECEIVERS; m++) {
        web.cap[m] = endpoint_new();
    }
    for (enum member m = HOLD; m <= BOUND; m++) {
        web.cap[m] = notification_new();
    }
    for (enum member m = OUTER_REPLY; m <= ARMED_REPLY; m++) {
        web.cap[m] = reply_new();
    }
    web.cap[SPARE_SC] = sched_context_new(1000, 1000);
    web.cap[CSPACE] = cnode_new(4);
    web.cap[VSPACE] = vspace_new();
    make_chain(&web);
    make_queues(&web);
    make_listener(&web);
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    web.cap[VCPU] = object_new(seL4_ARM_VCPUObject, 0);
    check_eq(seL4_ARM_VCPU_SetTCB(web.cap[VCPU], web.waiter->tcb), seL4_NoError);
#else
    web.cap[VCPU] = frame_new();
#endif
    return web;
}

#define BIT_OF(member) (1ul << (member))
#define CHAIN                                                                                               \
    (BIT_OF(HOLD) | BIT_OF(OUTER_REPLY) | BIT_OF(INNER_REPLY) | BIT_OF(CLIENT) | BIT_OF(MIDDLE) | BIT_OF(SERVER) | \
     BIT_OF(CLIENT_SC))

static bool is_one_of(enum member victim, seL4_Word members)
{
    return (members & BIT_OF(victim)) != 0;
}

/* Everything that does not need the victim goes on. */
static void check_the_rest(const struct web *web, enum member victim)
{
    if (!is_one_of(victim, BIT_OF(QUEUE) | BIT_OF(SENDER))) {
        check_eq(execute(step_nbwait(web->cap[QUEUE])).x[INFO], MESSAGE(SENT_LABEL, 0, 0));
    }
    if (!is_one_of(victim, BIT_OF(WAITED) | BIT_OF(WAITER) | BIT_OF(VCPU))) {
        (void)execute(step_send(web->cap[WAITED], 0));
        let_others_run();
        check(finished(web->waiter));
    }
    if (!is_one_of(victim, BIT_OF(RECEIVERS) | BIT_OF(RECEIVER) | BIT_OF(ARMED_REPLY))) {
        (void)execute(step_nbsend(web->cap[RECEIVERS], 0));
        let_others_run();
        check(finished(web->receiver));
    }
    if (!is_one_of(victim, CHAIN)) {
        check(!finished(web->client));
        (void)execute(step_send(web->cap[HOLD], 0));
        let_others_run();
        check(finished(web->client));
    }
}

static void check_deletion(enum member victim)
{
    struct web web = web_new();

    check_eq(delete(web.cap[victim]), seL4_NoError);
    let_others_run();
    check_the_rest(&web, victim);
    for (unsigned i = 1; i < MEMBERS; i++) {
        check_eq(delete(web.cap[(victim + i) % MEMBERS]), seL4_NoError);
    }
    let_others_run();
}

#define DELETION_TEST(name, victim) TEST("DEL-2,DEL-4", name) { check_deletion(victim); }

DELETION_TEST(the_outer_endpoint_of_a_call_chain_is_deleted, OUTER_ENDPOINT)
DELETION_TEST(the_inner_endpoint_of_a_call_chain_is_deleted, INNER_ENDPOINT)
DELETION_TEST(an_endpoint_with_senders_is_deleted, QUEUE)
DELETION_TEST(an_endpoint_with_receivers_is_deleted, RECEIVERS)
DELETION_TEST(the_notification_that_a_server_waits_for_is_deleted, HOLD)
DELETION_TEST(a_notification_with_a_waiter_is_deleted, WAITED)
DELETION_TEST(a_bound_notification_with_a_context_is_deleted, BOUND)
DELETION_TEST(the_outer_reply_of_a_call_chain_is_deleted, OUTER_REPLY)
DELETION_TEST(the_inner_reply_of_a_call_chain_is_deleted, INNER_REPLY)
DELETION_TEST(an_armed_reply_is_deleted, ARMED_REPLY)
DELETION_TEST(the_client_of_a_call_chain_is_deleted, CLIENT)
DELETION_TEST(the_middle_of_a_call_chain_is_deleted, MIDDLE)
DELETION_TEST(the_server_of_a_call_chain_is_deleted, SERVER)
DELETION_TEST(a_queued_sender_is_deleted, SENDER)
DELETION_TEST(a_queued_caller_is_deleted, CALLER)
DELETION_TEST(a_receiver_with_a_reply_is_deleted, RECEIVER)
DELETION_TEST(a_waiter_is_deleted, WAITER)
DELETION_TEST(a_bound_receiver_is_deleted, LISTENER)
DELETION_TEST(a_donated_context_is_deleted, CLIENT_SC)
DELETION_TEST(the_context_of_a_blocked_thread_is_deleted, LISTENER_SC)
DELETION_TEST(the_context_of_a_notification_is_deleted, SPARE_SC)
DELETION_TEST(the_cspace_of_a_blocked_thread_is_deleted, CSPACE)
DELETION_TEST(the_vspace_of_a_blocked_thread_is_deleted, VSPACE)
DELETION_TEST(the_vcpu_of_a_waiting_thread_is_deleted, VCPU)
