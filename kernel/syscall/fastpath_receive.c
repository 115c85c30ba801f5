/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Receiving: a signal is there already, a sender waits, a poll finds nothing, or CUR waits, as the only one, and
 * another thread runs. The same after sending, in one system call: a signal, or the acknowledgement of an interrupt.
 */
#include "syscall/fastpath_steps.h"

#include "cspace/lookup.h"

/* NTF-8, NTF-10 for a thread that runs on its own scheduling context, as CUR does at entry. */
HOT_INLINE struct tcb *fastpath_take_signal(struct tcb *cur, struct notification *n)
{
    cur->context.reg[REG_BADGE] = n->word;
    n->active = false;
    n->word = 0;
    return cur;
}

/* IPC-16 */
HOT_INLINE struct tcb *fastpath_take_nothing(struct tcb *cur)
{
    cur->context.reg[REG_BADGE] = 0;
    return cur;
}

/* NTF-11: CUR, which runs on time that n has lent it, is to wait. */
HOT_INLINE void fastpath_give_back(struct tcb *cur, const struct notification *n)
{
    if (n->sc == cur->sc) {
        cur->sc->tcb = NULL;
        cur->sc = NULL;
    }
}

/* NTF-8: CUR waits, as the only one. */
HOT_INLINE void fastpath_wait_notification(struct tcb *cur, struct notification *n)
{
    fastpath_give_back(cur, n);
    cur->wait_notification = n;
    cur->state = NTFN_BLOCKED;
    fastpath_enqueue(&n->queue, cur);
}

/* IPC-11.4: the same at an endpoint; reply may be null. */
HOT_INLINE void fastpath_wait_endpoint(struct tcb *cur, struct endpoint *ep, struct reply *reply)
{
    const struct notification *bound = cur->bound_notification;

    if (bound) {
        fastpath_give_back(cur, bound);
    }
    cur->wait_endpoint = ep;
    cur->reply = reply;
    if (reply) {
        reply->tcb = cur;
    }
    cur->state = RECV_BLOCKED;
    fastpath_enqueue(&ep->queue, cur);
}

/* IPC-12 for a sender that CUR, who has a scheduling context, need not give way to. Whoever calls keeps its own. */
HOT_INLINE struct tcb *fastpath_receive_from(struct tcb *cur, struct endpoint *ep, struct tcb *sender,
                                             struct reply *reply)
{
    const struct sched_context *sc = sender->sc;
    word_t info = sender->context.reg[REG_INFO];

    if (!sc || sc->sporadic || sender->fault.kind != FAULT_NONE || !fastpath_message(info)) {
        return NULL;
    }
    if (!sender->wait_is_call) {
        if (!fastpath_can_run(sender, sc) || sender->priority > cur->priority) {
            return NULL;
        }
        (void)fastpath_make_ready(cur, sender);
    } else if (reply && (sender->wait_grant || sender->wait_grant_reply)) {
        fastpath_await_reply(sender, reply);
    } else {
        return NULL;
    }
    fastpath_dequeue(&ep->queue, sender);
    return fastpath_deliver_apart(sender, info, cur, sender->wait_badge, END_STAY);
}

/* IPC-11; the rights have been checked, reply is null or free. */
APART static struct tcb *fastpath_receive_message(struct tcb *cur, struct endpoint *ep, struct reply *reply,
                                                  bool blocking)
{
    struct notification *bound = cur->bound_notification;
    struct tcb *first = ep->queue.head;

    if (bound && bound->active) {
        return fastpath_take_signal(cur, bound);
    }
    if (first && first->state == SEND_BLOCKED) {
        return bound && bound->sc == cur->sc ? NULL : fastpath_receive_from(cur, ep, first, reply);
    }
    if (!blocking) {
        return fastpath_take_nothing(cur);
    }
    if (first || !fastpath_account_is_good()) {
        return NULL;
    }
    fastpath_wait_endpoint(cur, ep, reply);
    return fastpath_run_next(cur);
}

/* IPC-10.3 */
static inline bool fastpath_may_wait(const struct tcb *cur, struct cap cap)
{
    const struct tcb *bound = cap_is(cap, CAP_NOTIFICATION) ? notification_at(cap.object)->bound_tcb : NULL;

    return cap_is(cap, CAP_NOTIFICATION) && (!bound || bound == cur);
}

APART struct tcb *fastpath_receive(const struct slot *slot, bool blocking)
{
    struct tcb *cur = kernel.cur;
    struct cap cap = slot->cap;

    if (!cap_allows(cap, RIGHT_READ)) {
        return NULL;
    }
    if (!cap_is(cap, CAP_NOTIFICATION)) {
        return cap_is(cap, CAP_ENDPOINT) ?
               fastpath_receive_message(cur, endpoint_at(cap.object), NULL, blocking) : NULL;
    }
    struct notification *n = notification_at(cap.object);
    if (n->bound_tcb && n->bound_tcb != cur) {
        return NULL;
    }
    if (n->active) {
        return fastpath_take_signal(cur, n);
    }
    if (!blocking) {
        return fastpath_take_nothing(cur);
    }
    if (n->queue.head || !fastpath_account_is_good()) {
        return NULL;
    }
    fastpath_wait_notification(cur, n);
    return fastpath_run_next(cur);
}

/* IPC-10.2, IPC-11.1: a reply object that is not free must be cancelled, and a missing one complained of. */
static inline struct reply *fastpath_free_reply(const struct slot *slot)
{
    struct reply *k = slot && cap_is(slot->cap, CAP_REPLY) ? reply_at(slot->cap.object) : NULL;

    return k && !k->tcb ? k : NULL;
}

APART struct tcb *fastpath_receive_with_reply(const struct slot *slot, const struct slot *reply, bool blocking)
{
    if (!cap_is(slot->cap, CAP_ENDPOINT)) {
        return fastpath_receive(slot, blocking);
    }
    struct reply *k = fastpath_free_reply(reply);
    if (!k || !cap_allows(slot->cap, RIGHT_READ)) {
        return NULL;
    }
    return fastpath_receive_message(kernel.cur, endpoint_at(slot->cap.object), k, blocking);
}

/* --- After sending, in the same system call (SYS-5) ------------------------------------------------------- */

/* Is a signal through cap one of those that fastpath_signal() cannot refuse, and not one that ends CUR's own wait? */
static inline bool fastpath_can_signal(struct cap cap, const struct notification *awaited)
{
    const struct notification *n = notification_at(cap.object);
    struct tcb *t = NULL;

    if (!cap_allows(cap, RIGHT_WRITE) || n == awaited) {
        return false;
    }
    return n->active || (fastpath_find_waiter(n, &t) && (!t || (fastpath_can_run(t, t->sc) && !t->sc->sporadic)));
}

static inline bool fastpath_can_send(struct cap cap, word_t info, const struct notification *awaited)
{
    switch (cap.kind) {
    case CAP_NULL:
        return true;
    case CAP_IRQ_HANDLER:
        return message_label(info) == IRQAckIRQ;
    case CAP_NOTIFICATION:
        return fastpath_can_signal(cap, awaited);
    default:
        return false;
    }
}

/* Signals, acknowledgements or nothing. Their order and that of the receive is the same to everyone, so that CUR waits
 * first: then it depends on what the signal does who runs next. */
APART struct tcb *fastpath_send_receive(const struct slot *slot, const struct slot *to, const struct slot *reply,
                                  bool with_reply)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    bool at_endpoint = cap_is(slot->cap, CAP_ENDPOINT);
    struct notification *signals = at_endpoint ? cur->bound_notification : notification_at(slot->cap.object);
    struct endpoint *ep = endpoint_at(slot->cap.object);
    struct reply *k = fastpath_free_reply(reply);

    if (!to || (info & INFO_EXTRA_CAPS) != 0 || !cap_allows(slot->cap, RIGHT_READ) ||
        (at_endpoint ? with_reply && !k : !fastpath_may_wait(cur, slot->cap)) ||
        !fastpath_can_send(to->cap, info, signals)) {
        return NULL;
    }
    bool stays = signals && signals->active;
    if ((!stays && (at_endpoint ? ep->queue.head : signals->queue.head)) || !fastpath_account_is_good_apart()) {
        return NULL;
    }
    if (stays) {
        (void)fastpath_take_signal(cur, signals);
    } else if (at_endpoint) {
        fastpath_wait_endpoint(cur, ep, k);
    } else {
        fastpath_wait_notification(cur, signals);
    }
    if (cap_is(to->cap, CAP_NOTIFICATION)) {
        (void)fastpath_signal(cur, to, true);
    } else if (cap_is(to->cap, CAP_IRQ_HANDLER)) {
        arch_irq_unmask(to->cap.data);
    }
    return stays || kernel.cur != cur ? cur : fastpath_run_next(cur);
}
