/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The release queue: threads that wait for their head refill, by its time (OP-4, OP-5).
 */
#pragma once

#include "types.h"

struct tcb;

void release_insert(struct tcb *t);
/* No effect if t is not queued. */
void release_remove(struct tcb *t);
