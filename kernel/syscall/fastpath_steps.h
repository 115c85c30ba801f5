/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the short paths are made of. A path first checks everything, then acts; it needs no stack while it does what is
 * common, so longer work (messages beyond the registers) comes last and ends it.
 */
#pragma once

#include "arch.h"
#include "benchmark_hooks.h"
#include "cspace/cap.h"
#include "ipc/endpoint.h"
#include "ipc/message.h"
#include "ipc/notification.h"
#include "ipc/reply.h"
#include "sched/refill.h"
#include "sched/scheduler.h"
#include "sched/time.h"
#include "state.h"
#include "syscall/fastpath.h"

#include <arch_switch.h>

/* Fields of a message-info word. */
enum { INFO_LENGTH = 0x7f, INFO_EXTRA_CAPS = 0x180, INFO_CAPS_UNWRAPPED = 0xe00 };

/* The message registers of the sender, as they came. */
struct message_words {
    word_t word0;
    word_t word1;
    word_t word2;
    word_t word3;
};

/* --- Ends of paths: they return what fastpath_syscall() returns ------------------------------------------- */

enum path_end {
    END_SWITCH,  /* CUR waits, t runs on the scheduling context that is charged: no account changes */
    END_PREEMPT, /* t runs on its own one, CUR, if it can run, is ready; fastpath_account_is_good() was true */
    END_STAY,    /* t is CUR and goes on */
};

/* Ends of CUR's turn that need a stack. */
struct tcb *fastpath_switch_fully(struct tcb *cur, struct tcb *t);
struct tcb *fastpath_preempt(struct tcb *cur, struct tcb *t);

/* CUR waits or is in a ready queue: whoever comes next runs. fastpath_account_is_good() was true. */
struct tcb *fastpath_run_next(struct tcb *cur);

/* t, which is in no ready queue, runs. */
static inline struct tcb *fastpath_switch(struct tcb *cur, struct tcb *t)
{
    if (!arch_switch_simply(cur, t)) {
        return fastpath_switch_fully(cur, t);
    }
    benchmark_switch(cur, t);
    kernel.cur = t;
    return cur;
}

static inline struct tcb *fastpath_end(enum path_end end, struct tcb *cur, struct tcb *t)
{
    t->state = RUNNING;
    if (end == END_STAY) {
        return t;
    }
    return end == END_SWITCH ? fastpath_switch(cur, t) : fastpath_preempt(cur, t);
}

/* --- Messages -------------------------------------------------------------------------------------------- */

/* Message without capabilities, of a length that needs no cutting. */
static inline bool fastpath_message(word_t info)
{
    return (info & (INFO_EXTRA_CAPS | INFO_LENGTH)) <= MESSAGE_MAX_LENGTH;
}

/* Words beyond the registers go from buffer to buffer. */
struct tcb *fastpath_deliver_long(struct tcb *from, word_t info, struct tcb *to, word_t badge, enum path_end end);

/* fastpath_deliver() for paths on which it does not count, and for senders other than CUR. */
struct tcb *fastpath_deliver_apart(struct tcb *from, word_t info, struct tcb *to, word_t badge, enum path_end end);

/* Words that the message does not have leave the receiver's registers as they are. */
static inline void fastpath_deliver_words(struct tcb *to, struct message_words words, word_t length)
{
    if (length > 0) {
        to->context.reg[REG_MR0] = words.word0;
    }
    if (length > 1) {
        to->context.reg[REG_MR0 + 1] = words.word1;
    }
    if (length > 2) {
        to->context.reg[REG_MR0 + 2] = words.word2;
    }
    if (length > 3) {
        to->context.reg[REG_MR0 + 3] = words.word3;
    }
}

/* The message of `from`, for which fastpath_message() was true, goes to `to`, which runs. */
static inline struct tcb *fastpath_deliver(enum path_end end, struct tcb *from, struct tcb *to,
                                           struct message_words words, word_t info, word_t badge)
{
    word_t length = info & (INFO_EXTRA_CAPS | INFO_LENGTH); /* there are no capabilities */

    if (length > MESSAGE_REGISTERS) {
        return fastpath_deliver_long(from, info, to, badge, end);
    }
    to->context.reg[REG_BADGE] = badge;
    to->context.reg[REG_INFO] = info & ~(word_t)INFO_CAPS_UNWRAPPED;
    if (length > 0) {
        fastpath_deliver_words(to, words, length);
    }
    return fastpath_end(end, from, to);
}

/* --- Scheduling ------------------------------------------------------------------------------------------ */

/* Would the scheduler, after CUR has blocked, pick exactly t if that were ready? */
static inline bool fastpath_is_next(const struct tcb *cur, const struct tcb *t)
{
    return t->domain == kernel.direct_domain &&
           (t->priority >= cur->priority || !ready_above(t->priority));
}

/* t, which is to run, gets the scheduling context that is charged. */
static inline void fastpath_donate_to(struct tcb *t, struct sched_context *sc)
{
    t->sc = sc;
    t->reply = NULL;
    sc->tcb = t;
}

/* Is t, which waits, ready to run on sc, and in this domain? */
static inline bool fastpath_can_run(const struct tcb *t, const struct sched_context *sc)
{
    return sc && sc_active(sc) && t->domain == kernel.direct_domain;
}

/* The idle thread gives way to all. */
static inline bool fastpath_is_above(const struct tcb *t, const struct tcb *cur)
{
    return t->priority > cur->priority || cur->state == IDLE;
}

/* Paths that change the account must charge the time. True: nothing else is due now. False leaves everything to the
 * general path, which samples again. */
static inline bool fastpath_account_is_good(void)
{
    time_sample();
    return sc_sufficient(kernel.cur_sc, kernel.pending) && scheduler_is_quiet();
}

/* The same for paths on which it does not count. */
bool fastpath_account_is_good_apart(void);

/* SCH-7: CUR has woken t, which is not above it, and goes on. */
struct tcb *fastpath_make_ready(struct tcb *cur, struct tcb *t);

/* --- Threads that wait ----------------------------------------------------------------------------------- */

/* Takes the first thread off its queue. */
static inline void fastpath_dequeue(struct wait_queue *queue, struct tcb *head)
{
    struct tcb *next = head->wait_next;

    if (UNLIKELY(next != NULL)) {
        queue->head = next;
        next->wait_prev = NULL;
        head->wait_next = NULL;
    } else {
        queue->head = NULL;
        queue->tail = NULL;
    }
}

/* t, which calls, waits for the answer through k. */
static inline void fastpath_await_reply(struct tcb *t, struct reply *k)
{
    t->reply = k;
    t->state = REPLY_BLOCKED;
    k->tcb = t;
}

/* For an empty queue. */
static inline void fastpath_enqueue(struct wait_queue *queue, struct tcb *t)
{
    queue->head = t;
    queue->tail = t;
}

/* t is the first that receives on ep; its reply object becomes free. */
static inline void fastpath_stop_receiving(struct endpoint *ep, struct tcb *t)
{
    fastpath_dequeue(&ep->queue, t);
    if (t->reply) {
        t->reply->tcb = NULL;
        t->reply = NULL;
    }
}

/* --- Signals --------------------------------------------------------------------------------------------- */

/* NTF-4 to NTF-6: whom a signal to n, which is not active, wakes; null: nobody. False: one who is not the first of its
 * queue, which is left to the general path. */
static inline bool fastpath_find_waiter(const struct notification *n, struct tcb **found)
{
    struct tcb *bound = n->bound_tcb;

    *found = n->queue.head;
    if (*found || !bound || bound->state != RECV_BLOCKED) {
        return true;
    }
    *found = bound;
    return bound->wait_endpoint->queue.head == bound;
}

/* t, which fastpath_find_waiter() has found, gets the signal. */
static inline void fastpath_end_wait(struct notification *n, struct tcb *t, word_t badge)
{
    if (t->state == NTFN_BLOCKED) {
        fastpath_dequeue(&n->queue, t);
    } else {
        fastpath_stop_receiving(t->wait_endpoint, t);
    }
    t->context.reg[REG_BADGE] = badge;
}

/* --- The paths, for fastpath.c to choose from ------------------------------------------------------------ */

/* slot: the capability in the first register; reply: that in the reply register, null if it was not found. */
struct tcb *fastpath_call(struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3);
struct tcb *fastpath_invoke(struct slot *slot, word_t info);
struct tcb *fastpath_reply_recv(const struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2,
                                word_t mr3, const struct slot *reply);
struct tcb *fastpath_send(const struct slot *slot, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3);
struct tcb *fastpath_receive(const struct slot *slot, bool blocking);
struct tcb *fastpath_receive_with_reply(const struct slot *slot, const struct slot *reply, bool blocking);
struct tcb *fastpath_send_receive(const struct slot *slot, const struct slot *to, const struct slot *reply,
                                  bool with_reply);
struct tcb *fastpath_yield(void);

/* NTF-3 to NTF-6, through the notification capability in slot. CUR waits already or goes on; account_is_good says
 * whether that has been asked. */
struct tcb *fastpath_signal(struct tcb *cur, const struct slot *slot, word_t account_is_good);

/* fastpath_reply_recv() for a k on which a thread waits that has faulted or has kept its scheduling context; CUR can go
 * on to receive on ep. */
struct tcb *fastpath_reply_apart(struct tcb *cur, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                 struct reply *k, struct endpoint *ep);
