/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls, and the replies to them. Those of a passive server come first (FP-2, FP-3): the scheduling context moves
 * along, no account changes.
 */
#include "syscall/fastpath_steps.h"

/* IRQ-8: the one invocation that every driver makes at every turn. */
static inline struct tcb *fastpath_acknowledge(struct cap cap, word_t info)
{
    struct tcb *cur = kernel.cur;

    if (message_label(info) != IRQAckIRQ || (info & INFO_EXTRA_CAPS) != 0) {
        return NULL;
    }
    arch_irq_unmask(cap.data);
    message_reply(cur, 0, 0);
    return cur;
}

/* CUR calls a server that has time of its own. */
APART static struct tcb *fastpath_call_active(struct tcb *cur, word_t info, struct tcb *receiver, word_t badge)
{
    struct reply *k = receiver->reply;

    if (!k || !sc_active(receiver->sc) || !fastpath_is_next(cur, receiver) ||
        !fastpath_account_is_good_apart()) {
        return NULL;
    }
    fastpath_dequeue(&receiver->wait_endpoint->queue, receiver);
    receiver->reply = NULL;
    fastpath_await_reply(cur, k);
    return fastpath_deliver_apart(cur, info, receiver, badge, END_PREEMPT);
}

APART struct tcb *fastpath_call(struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3)
{
    struct tcb *cur = kernel.cur;
    struct cap cap = slot->cap;

    if (!cap_is(cap, CAP_ENDPOINT)) {
        return cap_is(cap, CAP_IRQ_HANDLER) ? fastpath_acknowledge(cap, info) : fastpath_invoke(slot, info);
    }
    struct endpoint *ep = endpoint_at(cap.object);
    struct tcb *receiver = ep->queue.head;
    if (!cap_allows(cap, RIGHT_WRITE) || (cap.rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0 ||
        !fastpath_message(info) || !receiver || receiver->state != RECV_BLOCKED) {
        return NULL;
    }
    if (receiver->sc) {
        return fastpath_call_active(cur, info, receiver, cap.data);
    }
    if (!receiver->reply || !fastpath_is_next(cur, receiver)) {
        return NULL;
    }
    struct reply *k = receiver->reply;
    struct sched_context *sc = cur->sc;
    fastpath_dequeue(&ep->queue, receiver);
    cur->sc = NULL;
    fastpath_await_reply(cur, k);
    reply_stack_push(sc, k);
    fastpath_donate_to(receiver, sc);
    return fastpath_deliver(END_SWITCH, cur, receiver, (struct message_words){mr0, mr1, mr2, mr3}, info, cap.data);
}

/* FP-3: the endpoint on which CUR goes on to receive, if nobody else waits there. */
static inline struct endpoint *fastpath_receive_endpoint(const struct tcb *cur, const struct slot *slot)
{
    const struct notification *bound = cur->bound_notification;

    if (!cap_is(slot->cap, CAP_ENDPOINT) || !cap_allows(slot->cap, RIGHT_READ) ||
        (bound && (bound->active || bound->sc == cur->sc))) {
        return NULL;
    }
    struct endpoint *ep = endpoint_at(slot->cap.object);
    return ep->queue.head ? NULL : ep;
}

APART struct tcb *fastpath_reply_recv(const struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2,
                                word_t mr3, const struct slot *reply)
{
    struct tcb *cur = kernel.cur;
    struct sched_context *sc = cur->sc;
    struct endpoint *ep = fastpath_receive_endpoint(cur, slot);

    if (!ep || !reply || !cap_is(reply->cap, CAP_REPLY) || !fastpath_message(info)) {
        return NULL;
    }
    struct reply *k = reply_at(reply->cap.object);
    struct tcb *caller = k->tcb;
    if (!caller || caller->state != REPLY_BLOCKED) {
        return NULL;
    }
    if (k->sc != sc || caller->sc || caller->fault.kind != FAULT_NONE) {
        return fastpath_reply_apart(cur, info, mr0, mr1, mr2, mr3, k, ep);
    }
    /* The context is ready and sufficient, for CUR runs on it (SCH-8). */
    if (!fastpath_is_next(cur, caller)) {
        return NULL;
    }
    reply_stack_pop(sc);
    k->tcb = cur;
    cur->sc = NULL;
    cur->reply = k;
    cur->wait_endpoint = ep;
    cur->state = RECV_BLOCKED;
    fastpath_enqueue(&ep->queue, cur);
    fastpath_donate_to(caller, sc);
    return fastpath_deliver(END_SWITCH, cur, caller, (struct message_words){mr0, mr1, mr2, mr3}, info, 0);
}
