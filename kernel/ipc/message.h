/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message words and message-info words (MSG-1, SYS-12, IPC-30).
 */
#pragma once

#include "abi.h"
#include "thread/tcb.h"

static inline word_t message_info(word_t label, word_t caps_unwrapped, word_t extra_caps, word_t length)
{
    return label << 12 | caps_unwrapped << 9 | extra_caps << 7 | length;
}

static inline word_t message_label(word_t info)
{
    return info >> 12;
}

static inline word_t message_extra_caps(word_t info)
{
    return info >> 7 & 3u;
}

/* MSG-1: longer messages count as the longest. */
static inline word_t message_length(word_t info)
{
    word_t length = info & 127u;
    return length > MESSAGE_MAX_LENGTH ? MESSAGE_MAX_LENGTH : length;
}

/* IPC-30: the thread's IPC buffer in the kernel's window, or null if it has none that qualifies. */
word_t *message_buffer(const struct tcb *t, bool writable);

/* Writes word i of a message to t; false: there is no place for it. buffer may be null. */
static inline bool message_put(struct tcb *t, word_t *buffer, word_t i, word_t value)
{
    if (i < MESSAGE_REGISTERS) {
        t->context.reg[REG_MR0 + i] = value;
        return true;
    }
    if (buffer) {
        buffer[BUFFER_MESSAGE + i] = value;
    }
    return buffer != NULL;
}

/* SYS-11: the reply to a call on a kernel object: badge 0, label 0, count words from the first registers on.
 * The caller has put the words. */
static inline void message_reply(struct tcb *t, word_t label, word_t count)
{
    t->context.reg[REG_BADGE] = 0;
    t->context.reg[REG_INFO] = message_info(label, 0, 0, count);
}
