/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message words and message-info words (MSG-1, SYS-12, IPC-30).
 */
#pragma once

#include "abi.h"
#include "thread/tcb.h"

/*@ requires label < 0x10000000000000 && caps_unwrapped < 8 && extra_caps < 4 && length < 128;
    assigns \nothing;
    ensures \result == label * 0x1000 + caps_unwrapped * 0x200 + extra_caps * 0x80 + length; */
static inline word_t message_info(word_t label, word_t caps_unwrapped, word_t extra_caps, word_t length)
{
    return label << 12 | caps_unwrapped << 9 | extra_caps << 7 | length;
}

/*@ assigns \nothing; ensures \result == info / 0x1000; */
static inline word_t message_label(word_t info)
{
    return info >> 12;
}

/*@ assigns \nothing; ensures \result == info / 0x80 % 4; */
static inline word_t message_extra_caps(word_t info)
{
    return info >> 7 & 3u;
}

/* MSG-1: longer messages count as the longest. */
/*@ assigns \nothing;
    ensures \result == (info % 128 > MESSAGE_MAX_LENGTH ? MESSAGE_MAX_LENGTH : info % 128); */
static inline word_t message_length(word_t info)
{
    word_t length = info & 127u;
    return length > MESSAGE_MAX_LENGTH ? MESSAGE_MAX_LENGTH : length;
}

/* IPC-30: the thread's IPC buffer, if its frame has the rights. Part of its caller. */
HOT_INLINE word_t *message_buffer_inline(const struct tcb *t, uint32_t rights)
{
    struct cap frame = t->slots[TCB_BUFFER].cap;

    if (!cap_is(frame, CAP_FRAME) || frame.flag || !cap_allows(frame, rights)) {
        return NULL;
    }
    /* The alignment check at installation keeps the buffer inside the frame (IPC-31). */
    return words_at(frame.object + (t->buffer_address & MASK_BITS(frame.size)));
}

/* IPC-30: the thread's IPC buffer in the kernel's window, or null if it has none that qualifies. */
word_t *message_buffer(const struct tcb *t, bool writable);

/* Writes word i of a message to t; false: there is no place for it. buffer may be null. */
/*@ requires \valid(t) && i < MESSAGE_MAX_LENGTH;
    requires buffer == \null || \valid(buffer + (0 .. BUFFER_CAPS - 1));
    requires \separated(&t->context, buffer + (0 .. BUFFER_CAPS - 1));
    assigns t->context.reg[REG_MR0 + i], buffer[BUFFER_MESSAGE + i];
    ensures \result <==> i < MESSAGE_REGISTERS || buffer != \null;
    ensures i < MESSAGE_REGISTERS ==> t->context.reg[REG_MR0 + i] == value;
    ensures i >= MESSAGE_REGISTERS && buffer != \null ==> buffer[BUFFER_MESSAGE + i] == value; */
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
/*@ requires \valid(t) && label < 0x10000000000000 && count < 128;
    assigns t->context.reg[REG_BADGE], t->context.reg[REG_INFO];
    ensures t->context.reg[REG_BADGE] == 0 && t->context.reg[REG_INFO] == label * 0x1000 + count; */
static inline void message_reply(struct tcb *t, word_t label, word_t count)
{
    t->context.reg[REG_BADGE] = 0;
    t->context.reg[REG_INFO] = message_info(label, 0, 0, count);
}
