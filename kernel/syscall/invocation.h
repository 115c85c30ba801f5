/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An invocation as its decoder sees it (GEN-2).
 *
 * Decoders check everything, in the order that the rules give, before they change anything. A decoder that
 * performs its operation calls invocation_commit() between the last check and the first effect.
 */
#pragma once

#include "cspace/slot.h"
#include "ipc/message.h"
#include "state.h"

struct invocation {
    word_t label;
    word_t length;              /* message words that exist */
    struct slot *slot;          /* the invoked capability's slot */
    struct cap cap;             /* and its value at look-up */
    const word_t *buffer;       /* CUR's IPC buffer, or null */
    struct slot *extra[MESSAGE_MAX_CAPS]; /* null: absent; a present one may hold a null capability */
    bool is_call;
};

/* Argument word i < length. Each call reads memory that user level can write at the same time on another core:
 * a decoder reads an argument once. */
static inline word_t invocation_arg(const struct invocation *request, word_t i)
{
    return i < MESSAGE_REGISTERS ? kernel.cur->context.reg[REG_MR0 + i] : request->buffer[BUFFER_MESSAGE + i];
}

/* SYS-7.5: decoding has succeeded. CUR is in Restart until the operation has completed. It can run as it could before,
 * so that the scheduler (OP-1) has nothing to hear of. */
static inline void invocation_commit(void)
{
    kernel.cur->state = RESTART;
}

/* SYS-7.6: an invocation has been performed. The state of CUR is set as thread_set_state() would (OP-1). */
static inline void invocation_done(struct tcb *cur, bool is_call)
{
    if (cur->state != RESTART) {
        return;
    }
    if (is_call) {
        message_reply(cur, 0, 0);
    }
    cur->state = RUNNING;
    if (kernel.decision == DECISION_KEEP && !thread_schedulable(cur)) {
        kernel.decision = DECISION_PICK;
    }
}

/* SYS-11: completes the invocation with one result word; the reply is delivered only to a call. */
COLD outcome_t invocation_result(const struct invocation *request, word_t value);
