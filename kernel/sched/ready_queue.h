/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues: one FIFO a domain and priority, and a two-level bitmap of the non-empty ones (OP-2, OP-3).
 */
#pragma once

#include "abi.h"
#include "types.h"

struct tcb;

enum { BITMAP_WORDS = NUM_PRIORITIES / 64 };

struct ready_queues {
    struct tcb *head[NUM_PRIORITIES]; /* circular lists: head->schedule_prev is the tail */
    uint64_t level2[BITMAP_WORDS];    /* bit p % 64 of word p / 64: FIFO p is not empty */
    uint64_t level1;                  /* bit i: level2[i] != 0 */
};

/* No effect if t is queued already. Precondition: schedulable. */
void ready_insert_head(struct tcb *t);
void ready_insert_tail(struct tcb *t);
/* No effect if t is not queued. */
void ready_remove(struct tcb *t);

/* Highest priority with a ready thread in the current domain, or -1. */
int32_t ready_highest(void);
/* Is a thread of a higher priority than this ready in the current domain? */
bool ready_above(uint32_t priority);
/* First thread of that priority, or null. */
struct tcb *ready_first(void);
/* The same, and removes it. */
struct tcb *ready_take_first(void);
