/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one instance of the kernel's state.
 */
#include "state.h"

struct kernel kernel;
