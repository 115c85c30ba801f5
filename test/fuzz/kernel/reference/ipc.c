/* SPDX-License-Identifier: BSD-2-Clause */
/* Endpoints and message transfer (IPC-1 to IPC-29, XFR-1 to XFR-10, OP-13). */
#include "rules.h"

void enqueue(struct queue *q, struct wthread *t)
{
    uint32_t at = q->count;

    while (at > 0 && thread_of(q->member[at - 1u])->priority < t->priority) {
        at--;
    }
    queue_insert(q, at, t->name);
}

/* The first thread of the queue, if such threads wait there. */
static struct wthread *first(const struct queue *q, enum thread_state state)
{
    struct wthread *t = q->count ? thread_of(q->member[0]) : NULL;
    return t && t->state == state ? t : NULL;
}

static void block_sender(struct wendpoint *e, struct send s, struct wthread *t)
{
    t->waits_on = e->name;
    t->badge = s.badge;
    t->grant = s.grant;
    t->grant_reply = s.grant_reply;
    t->call = s.call;
    set_state(t, SEND_BLOCKED);
    enqueue(&e->queue, t);
}

void send(struct wendpoint *e, struct send s, struct wthread *t)
{
    struct wthread *receiver = first(&e->queue, RECV_BLOCKED);

    if (!receiver) {
        if (s.blocking) {
            block_sender(e, s, t);
        }
        return;
    }
    queue_remove(&e->queue, receiver->name);
    transfer(t, receiver, s.badge, s.grant, e->name);
    struct wreply *k = reply_of(receiver->reply);
    if (k) {
        disarm(k);
        set_state(receiver, INACTIVE);
    }
    if (s.call || t->fault.kind != FAULT_NONE) {
        if (k && (s.grant || s.grant_reply)) {
            caller_waits(t, receiver, k, s.may_donate);
        } else {
            set_state(t, INACTIVE);
        }
    } else if (s.may_donate && t->sc && !receiver->sc) {
        donate(sc_of(t->sc), receiver);
    }
    set_state(receiver, RUNNING);
    wake(sc_of(receiver->sc));
    offer(receiver);
}

static void receive_from(struct wendpoint *e, struct wthread *sender, struct wreply *k)
{
    struct wthread *t = thread_of(w.cur);

    queue_remove(&e->queue, sender->name);
    transfer(sender, t, sender->badge, sender->grant, e->name);
    wake(sc_of(sender->sc));
    if (!sender->call && sender->fault.kind == FAULT_NONE) {
        set_state(sender, RUNNING);
        offer(sender);
    } else if (k && (sender->grant || sender->grant_reply)) {
        caller_waits(sender, t, k, sender->sc && sender->fault.kind != FAULT_TIMEOUT);
    } else {
        set_state(sender, INACTIVE);
    }
}

void receive(struct wendpoint *e, struct wreply *k, bool blocking)
{
    struct wthread *t = thread_of(w.cur);
    struct wnotification *n = notification_of(t->bound);

    if (k && k->thread && k->thread != t->name) {
        cancel_ipc(thread_of(k->thread));
    }
    if (n && n->active) {
        deliver_bound(n);
        return;
    }
    if (n && blocking) {
        return_sc(n, t);
    }
    struct wthread *sender = first(&e->queue, SEND_BLOCKED);
    if (sender) {
        receive_from(e, sender, k);
    } else if (blocking) {
        t->waits_on = e->name;
        t->reply = k ? k->name : 0;
        if (k) {
            k->thread = t->name;
        }
        set_state(t, RECV_BLOCKED);
        enqueue(&e->queue, t);
    } else {
        t->reg[REG_BADGE] = 0;
    }
}

/* IPC-27 */
void restart(struct wthread *t)
{
    if (t->fault.kind != FAULT_NONE) {
        set_state(t, INACTIVE);
        return;
    }
    set_state(t, RESTART);
    wake(sc_of(t->sc));
    offer(t);
}

void destroy_endpoint(struct wendpoint *e)
{
    bool idle = e->queue.count == 0;

    while (e->queue.count > 0) {
        struct wthread *t = thread_of(e->queue.member[0]);
        queue_remove(&e->queue, t->name);
        if (t->reply) {
            disarm(reply_of(t->reply));
        }
        restart(t);
    }
    if (!idle) {
        resched();
    }
}

/* CNO-9 */
void cancel_badged(struct wendpoint *e, word_t badge)
{
    struct queue all = e->queue;

    if (!first(&all, SEND_BLOCKED)) {
        return;
    }
    for (uint32_t i = 0; i < all.count; i++) {
        struct wthread *t = thread_of(all.member[i]);
        if (t->badge == badge) {
            queue_remove(&e->queue, t->name);
            restart(t);
        }
    }
    resched();
}

/* XFR-5 */
static name_t receive_slot(const struct wthread *to, const word_t *buffer)
{
    struct verdict verdict;
    name_t root = lookup_in_cspace(to, buffer[BUFFER_RECEIVE_CNODE]).slot;

    if (root == 0) {
        return 0;
    }
    struct found found = lookup_slot(cap_in(root), buffer[BUFFER_RECEIVE_INDEX], buffer[BUFFER_RECEIVE_DEPTH], false,
                                     &verdict);
    return found.slot && !node_of(found.slot) ? found.slot : 0;
}

/* XFR-6 to XFR-8: the capability fields of the message info. */
static word_t transfer_caps(const struct wthread *from, const word_t *source, struct wthread *to, word_t *buffer,
                            word_t count, name_t endpoint)
{
    name_t slot[MESSAGE_MAX_CAPS];
    word_t unwrapped = 0;
    word_t i;

    for (i = 0; i < count; i++) {
        slot[i] = lookup_in_cspace(from, source[BUFFER_CAPS + i]).slot;
        if (slot[i] == 0) {
            count = 0;
        }
    }
    name_t target = receive_slot(to, buffer);
    for (i = 0; i < count; i++) {
        struct cap cap = cap_in(slot[i]);
        if (endpoint && cap.kind == CAP_ENDPOINT && cap.object == endpoint) {
            buffer[BUFFER_CAPS + i] = cap.data;
            unwrapped |= UINT64_C(1) << i;
            continue;
        }
        struct cap copy;
        if (target == 0 || cap.kind == CAP_NULL || !derive(slot[i], cap, &copy).ok || copy.kind == CAP_NULL) {
            break;
        }
        mark_copied(slot[i], copy);
        insert_derived(copy, slot[i], target);
        target = 0;
    }
    return unwrapped << 9 | i << 7;
}

void transfer(struct wthread *from, struct wthread *to, word_t badge, bool grant, name_t endpoint)
{
    if (from->fault.kind != FAULT_NONE) {
        transfer_fault(from, to, badge);
        return;
    }
    const word_t *source = buffer_of(from, false);
    word_t *target = buffer_of(to, true);
    word_t info = from->reg[REG_INFO];
    word_t length = info % 128u > MESSAGE_MAX_LENGTH ? MESSAGE_MAX_LENGTH : info % 128u;
    word_t caps = 0;

    for (word_t i = 0; i < length && i < MESSAGE_REGISTERS; i++) {
        to->reg[REG_MR0 + i] = from->reg[REG_MR0 + i];
    }
    if (source && target) {
        for (word_t i = MESSAGE_REGISTERS; i < length; i++) {
            target[BUFFER_MESSAGE + i] = source[BUFFER_MESSAGE + i];
        }
    } else if (length > MESSAGE_REGISTERS) {
        length = MESSAGE_REGISTERS;
    }
    if (grant && source && target && info / 128u % 4u > 0) {
        caps = transfer_caps(from, source, to, target, info / 128u % 4u, endpoint);
    }
    to->reg[REG_INFO] = info / 4096u * 4096u | caps | length;
    to->reg[REG_BADGE] = badge;
}
