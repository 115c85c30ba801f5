/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/error.c: recording an error, how many words it has, and the reply that tells it. Assumed: the IPC buffer of
 * a thread has room for a message, and lies apart from threads and `kernel`.
 */
#include "bits.h"
#include "error_contracts.h"
#include "ipc/message.h"

/*@ axiomatic buffers { logic word_t *thread_buffer(struct tcb *t); } */

/*@ assigns \result \from \nothing;
    ensures \result == thread_buffer((struct tcb *)t);
    ensures \result == \null || \valid(\result + (0 .. BUFFER_CAPS - 1));
    ensures \base_addr(\result) != \base_addr(t) && \base_addr(\result) != \base_addr(&kernel); */
word_t *message_buffer(const struct tcb *t, bool writable);

/* In the builds that write texts (ERR-6), which stand behind the longest message about an error. */
#define CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC 1
/*@ assigns buffer[BUFFER_MESSAGE + 6 .. BUFFER_CAPS - 1]; */
static inline void debug_error_text(word_t *buffer);

#include "error.c"
