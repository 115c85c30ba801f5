/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding a thread's IPC buffer (IPC-30, MSG-3).
 */
#include "ipc/message.h"

word_t *message_buffer(const struct tcb *t, bool writable)
{
    struct cap frame = t->slots[TCB_BUFFER].cap;
    uint32_t needed = writable ? RIGHT_READ | RIGHT_WRITE : RIGHT_READ;

    if (!cap_is(frame, CAP_FRAME) || frame.flag || !cap_allows(frame, needed)) {
        return NULL;
    }
    /* The alignment check at installation keeps the buffer inside the frame (IPC-31). */
    return words_at(frame.object + (t->buffer_address & MASK_BITS(frame.size)));
}
