/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls of kernels without scheduling contexts. This kernel always has them, so there are none to declare:
 * programs that select by CONFIG_KERNEL_MCS use sel4/syscalls_mcs.h. */
#pragma once
