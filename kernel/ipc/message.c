/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding a thread's IPC buffer (IPC-30, MSG-3).
 */
#include "ipc/message.h"

word_t *message_buffer(const struct tcb *t, bool writable)
{
    return message_buffer_inline(t, writable ? RIGHT_READ | RIGHT_WRITE : RIGHT_READ);
}
