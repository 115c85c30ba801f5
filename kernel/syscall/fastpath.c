/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short paths between threads: call, reply-and-receive, and messages and signals that wake a thread of higher
 * priority. Receives are in fastpath_receive.h.
 */
#include "syscall/fastpath.h"

#include "arch.h"
#include "cspace/lookup.h"
#include "ipc/endpoint.h"
#include "ipc/message.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "ipc/transfer.h"
#include "sched/sched_context.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "state.h"
#include "syscall/fastpath_receive.h"

/* Message-info fields that a message without capabilities does not use. */
#define INFO_CAPS_MASK (UINT64_C(31) << 7)

/* Message without capabilities, of a length that needs no cutting. */
static bool fastpath_message(word_t info)
{
    return message_extra_caps(info) == 0 && (info & 127u) <= MESSAGE_MAX_LENGTH;
}

/* Apart, so that short messages do not pay for its registers. */
__attribute__((noinline)) static word_t fastpath_copy_long(const struct tcb *from, struct tcb *to, word_t length)
{
    return message_copy_words(from, message_buffer(from, false), to, message_buffer(to, true), length);
}

static void fastpath_copy(const struct tcb *from, struct tcb *to, word_t info, word_t badge)
{
    word_t length = info & 127u;

    if (length > MESSAGE_REGISTERS) {
        length = fastpath_copy_long(from, to, length);
    } else {
        for (word_t i = 0; i < length; i++) {
            to->context.reg[REG_MR0 + i] = from->context.reg[REG_MR0 + i];
        }
    }
    to->context.reg[REG_INFO] = (info & ~(INFO_CAPS_MASK | 127u)) | length;
    to->context.reg[REG_BADGE] = badge;
}

/* FP-2, FP-3: would the scheduler, after CUR has blocked, pick exactly this thread? */
static bool fastpath_is_next(const struct tcb *t)
{
    return t->domain == kernel.domain && (int32_t)t->priority >= ready_highest();
}

/* The thread that runs next gets the scheduling context that is charged: no account changes. */
static void fastpath_donate_to(struct tcb *t, struct sched_context *sc)
{
    kernel.cur->sc = NULL;
    t->sc = sc;
    sc->tcb = t;
    t->state = RUNNING;
    scheduler_switch_to_waiter(t);
}

/* IRQ-8: the one invocation that every driver makes at every turn. */
static bool fastpath_acknowledge_irq(struct cap cap, word_t info)
{
    if (!cap_is(cap, CAP_IRQ_HANDLER) || message_label(info) != IRQAckIRQ) {
        return false;
    }
    arch_irq_unmask(cap.data);
    message_reply(kernel.cur, 0, 0);
    return true;
}

/* FP-2. Each call has its own frame: what one needs, the others need not save. */
__attribute__((noinline)) static bool fastpath_call(void)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    if (!slot || !fastpath_message(info)) {
        return false;
    }
    struct cap cap = slot->cap;
    if (!cap_is(cap, CAP_ENDPOINT)) {
        return fastpath_acknowledge_irq(cap, info);
    }
    if (!cap_allows(cap, RIGHT_WRITE) || (cap.rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0) {
        return false;
    }
    struct endpoint *ep = endpoint_at(cap.object);
    struct tcb *receiver = ep->queue.head;
    if (!receiver || receiver->state != RECV_BLOCKED || receiver->sc || !receiver->reply ||
        !fastpath_is_next(receiver)) {
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
    fastpath_donate_to(receiver, sc);
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

__attribute__((noinline)) static bool fastpath_reply_recv(void)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    struct reply *k = fastpath_reply_object(cur);

    if (!k || !fastpath_message(info) || !fastpath_is_next(k->tcb)) {
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
    fastpath_donate_to(caller, sc);
    return true;
}

/* Does the waiting thread t, once woken, preempt CUR on its own scheduling context? */
static bool fastpath_preempts(const struct tcb *t)
{
    if (!t->sc || !sc_active(t->sc) || t->domain != kernel.domain || t->priority <= kernel.cur->priority) {
        return false;
    }
    return fastpath_account_is_good();
}

/* CUR has woken t, for which fastpath_preempts() was true. */
static void fastpath_run(struct tcb *t)
{
    t->state = RUNNING;
    sc_wake(t->sc);
    ready_insert_head(kernel.cur);
    scheduler_switch_to_waiter(t);
    scheduler_settle_time();
}

static void fastpath_stop_receiving(struct tcb *t)
{
    endpoint_dequeue(t);
    if (t->reply) {
        reply_disarm(t->reply);
    }
}

/* IPC-4 without a call: the receiver runs on its own scheduling context. */
static bool fastpath_send(struct cap cap)
{
    struct tcb *cur = kernel.cur;
    word_t info = cur->context.reg[REG_INFO];
    struct tcb *receiver = endpoint_at(cap.object)->queue.head;

    if (!cap_allows(cap, RIGHT_WRITE) || !fastpath_message(info) || !receiver ||
        receiver->state != RECV_BLOCKED || !fastpath_preempts(receiver)) {
        return false;
    }
    fastpath_stop_receiving(receiver);
    fastpath_copy(cur, receiver, info, cap.data);
    fastpath_run(receiver);
    return true;
}

/* NTF-3 to NTF-6 */
static bool fastpath_signal(struct cap cap)
{
    struct notification *n = notification_at(cap.object);
    struct tcb *waiter = n->queue.head;
    struct tcb *bound = n->bound_tcb;

    if (!cap_allows(cap, RIGHT_WRITE)) {
        return false;
    }
    if (n->active) {
        n->word |= cap.data;
        return true;
    }
    if (!waiter && !(bound && bound->state == RECV_BLOCKED)) {
        n->word = cap.data;
        n->active = true;
        return true;
    }
    struct tcb *t = waiter ? waiter : bound;
    if (!fastpath_preempts(t)) {
        return false;
    }
    if (waiter) {
        notification_dequeue(t);
    } else {
        fastpath_stop_receiving(t);
    }
    t->context.reg[REG_BADGE] = cap.data;
    fastpath_run(t);
    return true;
}

__attribute__((noinline)) static bool fastpath_send_or_signal(void)
{
    const struct tcb *cur = kernel.cur;
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    if (!slot || message_extra_caps(cur->context.reg[REG_INFO]) != 0) {
        return false;
    }
    switch (slot->cap.kind) {
    case CAP_NOTIFICATION:
        return fastpath_signal(slot->cap);
    case CAP_ENDPOINT:
        return fastpath_send(slot->cap);
    case CAP_NULL:
        return true; /* OUT-1: dropped */
    default:
        return false;
    }
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
        return fastpath_send_or_signal();
    case seL4_SysRecv:
        return fastpath_receive(true, true);
    case seL4_SysNBRecv:
        return fastpath_receive(false, true);
    case seL4_SysWait:
        return fastpath_receive(true, false);
    case seL4_SysNBWait:
        return fastpath_receive(false, false);
    default:
        return false;
    }
}
