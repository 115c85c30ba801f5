/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls: contracts, stubs, and the calls of debug and benchmark kernels. */
#pragma once

#include <sel4/syscalls_mcs.h>
#include <sel4/arch/syscalls.h>
#include <sel4/arch/syscalls_debug.h>
