/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults to a handler that waits (FLT-4, FLT-10), passive or with a scheduling context of its own; its answer (FLT-14),
 * and those to calls that moved no scheduling context.
 */
#include "syscall/fastpath_steps.h"

/* Those that leave the handler's answer nothing to do but what fault_reply() does to the registers. */
static inline bool fastpath_fault_kind(enum fault_kind kind)
{
    return kind == FAULT_VM || kind == FAULT_UNKNOWN_SYSCALL || kind == FAULT_USER_EXCEPTION || kind == FAULT_VCPU;
}

APART static word_t fastpath_exception_words(const struct tcb *cur, struct tcb *to, word_t *buffer)
{
    struct register_list list = arch_register_list(LIST_USER_EXCEPTION);

    for (uint32_t i = 0; i < list.count; i++) {
        (void)message_put(to, buffer, i, cur->context.reg[list.reg[i]]);
    }
    (void)message_put(to, buffer, list.count, cur->fault.word[0]);
    (void)message_put(to, buffer, list.count + 1u, cur->fault.word[1]);
    return list.count + 2u;
}

/* The message of fault_transfer(), for a receiver that has an IPC buffer. Returns its length. */
static inline word_t fastpath_fault_words(const struct tcb *cur, struct tcb *to, word_t *buffer)
{
    word_t *mr = &to->context.reg[REG_MR0];

    if (cur->fault.kind == FAULT_UNKNOWN_SYSCALL) {
        word_t count = arch_unknown_syscall_words(cur, to, buffer);
        buffer[BUFFER_MESSAGE + count] = cur->fault.word[0];
        return count + 1u;
    }
    if (cur->fault.kind == FAULT_USER_EXCEPTION) {
        return fastpath_exception_words(cur, to, buffer);
    }
    if (cur->fault.kind == FAULT_VM) {
        mr[0] = cur->context.reg[REG_FAULT_IP];
        mr[1] = cur->fault.word[0];
        mr[2] = cur->fault.word[1];
        mr[3] = cur->fault.word[2];
        return 4;
    }
    mr[0] = cur->fault.word[0];
    return 1;
}

bool fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2)
{
    struct tcb *cur = kernel.cur;
    struct cap handler = cur->slots[TCB_FAULT_HANDLER].cap;

    if (!fastpath_fault_kind(kind) || !cap_is(handler, CAP_ENDPOINT) ||
        (handler.rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0) {
        return false;
    }
    struct endpoint *ep = endpoint_at(handler.object);
    struct tcb *receiver = ep->queue.head;
    if (!receiver || receiver->state != RECV_BLOCKED || !receiver->reply || !fastpath_is_next(cur, receiver)) {
        return false;
    }
    struct sched_context *sc = receiver->sc;
    word_t *buffer = message_buffer_inline(receiver, RIGHT_READ | RIGHT_WRITE);
    if (!buffer || (sc && !sc_active(sc)) || !fastpath_account_is_good()) {
        return false;
    }
    struct reply *k = receiver->reply;
    fastpath_dequeue(&ep->queue, receiver);
    receiver->reply = NULL;
    cur->fault.kind = kind;
    cur->fault.word[0] = word0;
    cur->fault.word[1] = word1;
    cur->fault.word[2] = word2;
    word_t count = fastpath_fault_words(cur, receiver, buffer);
    receiver->context.reg[REG_INFO] = message_info((word_t)kind, 0, 0, count);
    receiver->context.reg[REG_BADGE] = handler.data;
    fastpath_await_reply(cur, k);
    if (!sc) {
        reply_stack_push(cur->sc, k);
        fastpath_donate_to(receiver, cur->sc);
        cur->sc = NULL;
    }
    (void)fastpath_end(sc ? END_PREEMPT : END_SWITCH, cur, receiver);
    return true;
}

/* The thread runs on the scheduling context that it has kept, or gets back that which CUR runs on. */
APART struct tcb *fastpath_reply_apart(struct tcb *cur, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3,
                                       struct reply *k, struct endpoint *ep)
{
    struct tcb *t = k->tcb;
    bool faulted = t->fault.kind != FAULT_NONE;
    bool donated = k->sc == cur->sc;
    struct sched_context *sc = donated ? cur->sc : t->sc;

    if (donated ? t->sc != NULL : !sc || k->sc || k->older || k->newer || sc == kernel.cur_sc) {
        return NULL;
    }
    if ((faulted && (message_label(info) != 0 || !fastpath_fault_kind(t->fault.kind))) ||
        !fastpath_is_next(cur, t) || !fastpath_account_is_good()) {
        return NULL;
    }
    if (!donated) {
        sc_wake(sc);
        if (!sc_active(sc) || !sc_ready(sc) || !sc_sufficient(sc, 0)) {
            return NULL;
        }
    }
    t->reply = NULL;
    if (donated) {
        reply_stack_pop(sc);
        cur->sc = NULL;
        fastpath_donate_to(t, sc);
    }
    k->tcb = cur;
    cur->reply = k;
    cur->wait_endpoint = ep;
    cur->state = RECV_BLOCKED;
    fastpath_enqueue(&ep->queue, cur);
    if (!faulted) {
        return fastpath_deliver(END_PREEMPT, cur, t, (struct message_words){mr0, mr1, mr2, mr3}, info, 0);
    }
    (void)fault_reply(cur, t);
    t->fault.kind = FAULT_NONE;
    t->context.reg[REG_NEXT_IP] = t->context.reg[REG_FAULT_IP];
    return fastpath_end(donated ? END_SWITCH : END_PREEMPT, cur, t);
}
