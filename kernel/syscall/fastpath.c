/* SPDX-License-Identifier: BSD-2-Clause */
/* Call, reply-and-receive, and a signal that wakes nobody. */
#include "syscall/fastpath.h"

#include "arch.h"
#include "benchmark_hooks.h"
#include "cspace/lookup.h"
#include "ipc/endpoint.h"
#include "ipc/message.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/sched_context.h"
#include "state.h"

/* Short messages without capabilities: everything is in registers. */
static bool fastpath_message(word_t info)
{
    return message_extra_caps(info) == 0 && (info & 127u) <= MESSAGE_REGISTERS;
}

/* FP-2, FP-3: would the scheduler, after this, pick exactly this thread? */
static bool fastpath_may_switch_to(const struct tcb *t)
{
    return t->domain == kernel.domain && (int32_t)t->priority >= ready_highest() &&
           kernel.decision == DECISION_KEEP && !kernel.rearm;
}

static void fastpath_copy(const struct tcb *from, struct tcb *to, word_t info, word_t badge)
{
    for (word_t i = 0; i < MESSAGE_REGISTERS; i++) {
        if (i < (info & 127u)) {
            to->context.reg[REG_MR0 + i] = from->context.reg[REG_MR0 + i];
        }
    }
    to->context.reg[REG_INFO] = message_info(message_label(info), 0, 0, info & 127u);
    to->context.reg[REG_BADGE] = badge;
}

/* The thread that runs next has the scheduling context that is charged: no account changes. */
static void fastpath_switch_to(struct tcb *t, struct sched_context *sc)
{
    kernel.cur->sc = NULL;
    t->sc = sc;
    sc->tcb = t;
    t->state = RUNNING;
    benchmark_switch(kernel.cur, t);
    arch_switch_to(t);
    kernel.cur = t;
}

/* FP-2 */
static bool fastpath_call(void)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    if (!slot || !cap_is(slot->cap, CAP_ENDPOINT) || !fastpath_message(info)) {
        return false;
    }
    struct cap cap = slot->cap;
    if (!cap_allows(cap, RIGHT_WRITE) || (cap.rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0) {
        return false;
    }
    struct endpoint *ep = endpoint_at(cap.object);
    struct tcb *receiver = ep->queue.head;
    if (!receiver || receiver->state != RECV_BLOCKED || receiver->sc || !receiver->reply ||
        !fastpath_may_switch_to(receiver)) {
        return false;
    }
    struct reply *k = receiver->reply;
    struct sched_context *sc = cur->sc;
    wait_queue_remove(&ep->queue, receiver);
    fastpath_copy(cur, receiver, info, cap.data);
    receiver->reply = NULL;
    cur->reply = k;
    cur->state = REPLY_BLOCKED;
    k->tcb = cur;
    reply_stack_push(sc, k);
    fastpath_switch_to(receiver, sc);
    return true;
}

/* FP-3: the endpoint on which CUR goes on to receive, if that is a plain matter of queueing. */
static struct endpoint *fastpath_receive_endpoint(const struct tcb *cur)
{
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);
    const struct notification *bound = cur->bound_notification;

    if (!slot || !cap_is(slot->cap, CAP_ENDPOINT) || !cap_allows(slot->cap, RIGHT_READ)) {
        return NULL;
    }
    if (bound && (bound->active || bound->sc == cur->sc)) {
        return NULL;
    }
    struct endpoint *ep = endpoint_at(slot->cap.object);
    return ep->queue.head && ep->queue.head->state == SEND_BLOCKED ? NULL : ep;
}

/* FP-3: the reply object through which CUR answers a caller who lent it its scheduling context. */
static struct reply *fastpath_reply_object(const struct tcb *cur)
{
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_REPLY]);

    if (!slot || !cap_is(slot->cap, CAP_REPLY)) {
        return NULL;
    }
    struct reply *k = reply_at(slot->cap.object);
    if (!k->tcb || k->sc != cur->sc || k->tcb->state != REPLY_BLOCKED || k->tcb->sc ||
        k->tcb->fault.kind != FAULT_NONE) {
        return NULL;
    }
    return k;
}

static bool fastpath_reply_recv(void)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    struct reply *k = fastpath_reply_object(cur);

    if (!k || !fastpath_message(info) || !fastpath_may_switch_to(k->tcb)) {
        return false;
    }
    struct sched_context *sc = cur->sc;
    struct tcb *caller = k->tcb;
    struct endpoint *ep = fastpath_receive_endpoint(cur);
    if (!ep || !sc_ready(sc) || !sc_sufficient(sc, 0)) {
        return false;
    }
    reply_stack_pop(sc);
    caller->reply = NULL;
    fastpath_copy(cur, caller, info, 0);
    k->tcb = cur;
    cur->reply = k;
    cur->wait_endpoint = ep;
    cur->state = RECV_BLOCKED;
    wait_queue_insert(&ep->queue, cur);
    fastpath_switch_to(caller, sc);
    return true;
}

/* NTF-3, NTF-6: the notification only remembers the signal. */
static bool fastpath_signal(void)
{
    struct tcb *cur = kernel.cur;
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    if (!slot || !cap_is(slot->cap, CAP_NOTIFICATION) || !cap_allows(slot->cap, RIGHT_WRITE) ||
        message_extra_caps(cur->context.reg[REG_INFO]) != 0) {
        return false;
    }
    struct notification *n = notification_at(slot->cap.object);
    if (!n->active && (n->queue.head || (n->bound_tcb && n->bound_tcb->state == RECV_BLOCKED))) {
        return false;
    }
    n->word = (n->active ? n->word : 0) | slot->cap.data;
    n->active = true;
    return true;
}

bool fastpath_syscall(int64_t number)
{
    switch (number) {
    case seL4_SysCall:
        return fastpath_call();
    case seL4_SysReplyRecv:
        return fastpath_reply_recv();
    case seL4_SysSend:
    case seL4_SysNBSend:
        return fastpath_signal();
    default:
        return false;
    }
}
