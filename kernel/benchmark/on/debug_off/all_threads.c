/* SPDX-License-Identifier: BSD-2-Clause */
/* Without debugging there is no list of all threads. */
#include "benchmark/on/utilisation.h"

bool utilisation_debug_syscall(int64_t number)
{
    (void)number;
    return false;
}
