/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults to a handler that waits, and its answer (FLT-4, FLT-10, FLT-14). The handler is passive, or runs on its own
 * scheduling context.
 */
#include "syscall/fastpath_steps.h"

/* Kinds that come often: paging, emulated system calls, and the exits of guests. */
static inline bool fastpath_fault_kind(enum fault_kind kind)
{
    return kind == FAULT_VM || kind == FAULT_UNKNOWN_SYSCALL || kind == FAULT_VCPU;
}

/* The message of fault_transfer(), for a receiver that has an IPC buffer. */
static inline void fastpath_fault_message(const struct tcb *cur, struct tcb *to, word_t *buffer)
{
    word_t *mr = &to->context.reg[REG_MR0];
    word_t count = 1;

    switch (cur->fault.kind) {
    case FAULT_VM:
        mr[0] = cur->context.reg[REG_FAULT_IP];
        mr[1] = cur->fault.word[0];
        mr[2] = cur->fault.word[1];
        mr[3] = cur->fault.word[2];
        count = 4;
        break;
    case FAULT_UNKNOWN_SYSCALL:
        count = arch_unknown_syscall_words(cur, to, buffer);
        buffer[BUFFER_MESSAGE + count] = cur->fault.word[0];
        count++;
        break;
    default:
        mr[0] = cur->fault.word[0];
        break;
    }
    to->context.reg[REG_INFO] = message_info((word_t)cur->fault.kind, 0, 0, count);
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
    word_t *buffer = message_buffer(receiver, true);
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
    fastpath_fault_message(cur, receiver, buffer);
    receiver->context.reg[REG_BADGE] = handler.data;
    cur->reply = k;
    cur->state = REPLY_BLOCKED;
    k->tcb = cur;
    if (!sc) {
        reply_stack_push(cur->sc, k);
        fastpath_donate_to(receiver, cur->sc);
        cur->sc = NULL;
    }
    (void)fastpath_end(sc ? END_PREEMPT : END_SWITCH, cur, receiver);
    return true;
}

/* The handler answers a fault with label 0 and goes on to receive. Its thread runs on the scheduling context that it
 * has kept, or gets back that which the handler runs on. */
APART struct tcb *fastpath_reply_fault(struct tcb *cur, struct reply *k, struct endpoint *ep)
{
    struct tcb *faulted = k->tcb;
    bool donated = k->sc == cur->sc;
    struct sched_context *sc = donated ? cur->sc : faulted->sc;

    if (donated ? faulted->sc != NULL : !sc || k->sc || k->older || k->newer || sc == kernel.cur_sc) {
        return NULL;
    }
    if (message_label(cur->context.reg[REG_INFO]) != 0 || !fastpath_fault_kind(faulted->fault.kind) ||
        !fastpath_is_next(cur, faulted) || !fastpath_account_is_good()) {
        return NULL;
    }
    if (!donated) {
        sc_wake(sc);
        if (!sc_active(sc) || !sc_ready(sc) || !sc_sufficient(sc, 0)) {
            return NULL;
        }
    }
    (void)fault_reply(cur, faulted);
    faulted->fault.kind = FAULT_NONE;
    faulted->reply = NULL;
    faulted->context.reg[REG_NEXT_IP] = faulted->context.reg[REG_FAULT_IP];
    if (donated) {
        reply_stack_pop(sc);
        cur->sc = NULL;
        fastpath_donate_to(faulted, sc);
    }
    k->tcb = cur;
    cur->reply = k;
    cur->wait_endpoint = ep;
    cur->state = RECV_BLOCKED;
    fastpath_enqueue(&ep->queue, cur);
    return fastpath_end(donated ? END_SWITCH : END_PREEMPT, cur, faulted);
}
