/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * os/timer/driver.c, and the conversions of <sddf/timer/timer_common.h>. Assumed: timeouts.c, which is proved apart;
 * the device keeps what counter.h promises; libmicrokit calls with channels below 64.
 */
#include "bit_list.h"

#include <stdbool.h>

/*@ requires \valid(product);
    assigns *product, \result \from a, b;
    ensures \result <==> a * b > UINT64_MAX;
    ensures *product == (uint64_t)(a * b); */
bool __builtin_mul_overflow(uint64_t a, uint64_t b, uint64_t *product);

/*@ requires \valid(sum);
    assigns *sum, \result \from a, b;
    ensures \result <==> a + b > UINT64_MAX;
    ensures *sum == (uint64_t)(a + b); */
bool __builtin_add_overflow(uint64_t a, uint64_t b, uint64_t *sum);

#include "timer/driver.c"
