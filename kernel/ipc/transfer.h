/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copying a message, and the capabilities it carries, from one thread to another (XFR-1 to XFR-10).
 */
#pragma once

#include "types.h"

struct endpoint;
struct tcb;

/* endpoint is null for replies: nothing is unwrapped then (XFR-9). A pending fault of `from` is sent in place
 * of a message. */
void message_transfer(struct tcb *from, struct tcb *to, word_t badge, bool grant, const struct endpoint *endpoint);
