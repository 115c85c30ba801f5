/* SPDX-License-Identifier: BSD-2-Clause */
/* The longer steps of the short paths: each ends one. */
#include "syscall/fastpath_steps.h"

APART bool fastpath_account_is_good_apart(void)
{
    return fastpath_account_is_good();
}

APART struct tcb *fastpath_switch_fully(struct tcb *cur, struct tcb *t)
{
    scheduler_switch_to_waiter(t);
    return cur;
}

COLD APART static struct tcb *fastpath_preempt_sporadic(struct tcb *cur, struct tcb *t)
{
    sc_wake(t->sc);
    scheduler_settle_time(t->sc);
    return fastpath_switch(cur, t);
}

HOT_WHOLE struct tcb *fastpath_preempt(struct tcb *cur, struct tcb *t)
{
    if (cur->state == RUNNING) {
        ready_insert_head(cur);
    }
    if (t->sc->sporadic || !scheduler_settles_slices(t->sc)) {
        return fastpath_preempt_sporadic(cur, t);
    }
    scheduler_settle_slices(t->sc);
    return fastpath_switch(cur, t);
}

/* The same as fastpath_run_next() for all t. */
APART static struct tcb *fastpath_run_apart(struct tcb *cur, struct tcb *t)
{
    scheduler_settle_time(t->sc);
    scheduler_switch_to_waiter(t);
    activate();
    return cur;
}

/* The slot of the domain schedule has not ended: fastpath_account_is_good() has seen to that. */
HOT_WHOLE struct tcb *fastpath_run_next(struct tcb *cur)
{
    struct tcb *t = ready_take_first();

    if (!t) {
        t = kernel.idle;
    }
    kernel.direct_domain = kernel.domain;
    if (!scheduler_settles_slices(t->sc) || t->sc == kernel.cur_sc || t->state == RESTART || t->yield_to) {
        return fastpath_run_apart(cur, t);
    }
    scheduler_settle_slices(t->sc);
    return fastpath_switch(cur, t);
}

APART struct tcb *fastpath_make_ready(struct tcb *cur, struct tcb *t)
{
    t->state = RUNNING;
    if (t->priority == cur->priority) {
        ready_insert_tail(t);
    } else {
        ready_insert_head(t);
    }
    return cur;
}

/* Words beyond the registers, if their number is odd the first, and then two at a time. */
static inline void fastpath_copy_buffer(const word_t *source, word_t *destination, word_t length)
{
    word_t i = BUFFER_MESSAGE + MESSAGE_REGISTERS;

    if (length % 2 != MESSAGE_REGISTERS % 2) {
        destination[i] = source[i];
        i++;
    }
    for (; i < BUFFER_MESSAGE + length; i += 2) {
        word_t first = source[i];
        word_t second = source[i + 1];
        destination[i] = first;
        destination[i + 1] = second;
    }
}

struct tcb *fastpath_deliver_long(struct tcb *from, word_t info, struct tcb *to, word_t badge, enum path_end end)
{
    const word_t *source = message_buffer(from, false);
    word_t *destination = message_buffer(to, true);
    word_t length = info & INFO_LENGTH;

    for (word_t i = 0; i < MESSAGE_REGISTERS; i++) {
        to->context.reg[REG_MR0 + i] = from->context.reg[REG_MR0 + i];
    }
    if (source && destination) {
        fastpath_copy_buffer(source, destination, length);
    } else {
        length = MESSAGE_REGISTERS;
    }
    to->context.reg[REG_BADGE] = badge;
    to->context.reg[REG_INFO] = (info & ~(word_t)(INFO_CAPS_UNWRAPPED | INFO_LENGTH)) | length;
    return fastpath_end(end, from, to);
}

APART struct tcb *fastpath_deliver_apart(struct tcb *from, word_t info, struct tcb *to, word_t badge, enum path_end end)
{
    const word_t *word = &from->context.reg[REG_MR0];

    return fastpath_deliver(end, from, to, (struct message_words){word[0], word[1], word[2], word[3]}, info, badge);
}
