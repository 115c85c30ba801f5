/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copying a message, and the capabilities it carries, from one thread to another (XFR-1 to XFR-10).
 */
#pragma once

#include "types.h"

struct endpoint;
struct tcb;

/* XFR-2.3: copies message words. The buffers may be null; without both, words beyond the registers are lost. Returns
 * the number of words that arrived. */
word_t message_copy_words(const struct tcb *from, const word_t *source, struct tcb *to, word_t *destination,
                          word_t length);

/* endpoint is null for replies: nothing is unwrapped then (XFR-9). A pending fault of `from` is sent in place
 * of a message. */
void message_transfer(struct tcb *from, struct tcb *to, word_t badge, bool grant, const struct endpoint *endpoint);
