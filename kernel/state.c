/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one instance of the kernel's state. The linker places it where an architecture wants it.
 */
#include "state.h"

__attribute__((section(".bss.kernel_state"))) struct kernel kernel;
