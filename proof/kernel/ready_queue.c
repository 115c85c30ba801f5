/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/sched/ready_queue.c: the bitmap. Assumed: what the compiler's count of leading zeros means. */
#include "one_bit.h"

/*@ requires x != 0;
    assigns \result \from x;
    ensures 0 <= \result < 64 && has_bit(x, 63 - \result);
    ensures \forall integer b; 63 - \result < b < 64 ==> !has_bit(x, b); */
int __builtin_clzll(unsigned long long x);

#include "sched/ready_queue.c"
