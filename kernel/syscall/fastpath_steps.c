/* SPDX-License-Identifier: BSD-2-Clause */
/* The longer steps of the short paths: each ends one. */
#include "syscall/fastpath_steps.h"

#include "ipc/transfer.h"

struct tcb *fastpath_switch_fully(struct tcb *cur, struct tcb *t)
{
    scheduler_switch_to_waiter(t);
    return cur;
}

struct tcb *fastpath_preempt(struct tcb *cur, struct tcb *t)
{
    sc_wake(t->sc);
    ready_insert_head(cur);
    scheduler_settle_time(t->sc);
    return fastpath_switch(cur, t);
}

struct tcb *fastpath_run_next(struct tcb *cur)
{
    scheduler_pick();
    scheduler_settle_time(kernel.cur->sc);
    activate();
    return cur;
}

struct tcb *fastpath_deliver_long(enum path_end end, struct tcb *cur, struct tcb *to, word_t info, word_t badge)
{
    word_t length = message_copy_words(cur, message_buffer(cur, false), to, message_buffer(to, true),
                                       info & INFO_LENGTH);

    to->context.reg[REG_BADGE] = badge;
    to->context.reg[REG_INFO] = (info & ~(word_t)(INFO_CAPS_UNWRAPPED | INFO_LENGTH)) | length;
    return fastpath_end(end, cur, to);
}
