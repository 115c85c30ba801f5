/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers of the system calls that are built in (SYS-1, SYS-2). */
#pragma once

#include <sel4/macros.h>

@insert syscalls@
