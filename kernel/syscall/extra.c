/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls that only some builds have (SYS-2). */
#include "arch.h"
#include "benchmark_hooks.h"
#include "debug_hooks.h"

bool extra_syscall(int64_t number)
{
    return debug_syscall(number) || benchmark_syscall(number);
}
