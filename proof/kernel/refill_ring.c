/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/sched/refill.c: the functions that touch the ring. */
#define REFILL_RING
#include "refill.c"

#include "sched/sched_context.c"
