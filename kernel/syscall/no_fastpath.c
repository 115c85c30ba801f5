/* SPDX-License-Identifier: BSD-2-Clause */
/* The build without short paths: every system call takes the general one. */
#include "syscall/fastpath.h"

bool fastpath_syscall(int64_t number)
{
    (void)number;
    return false;
}
