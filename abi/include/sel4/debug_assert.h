/* SPDX-License-Identifier: BSD-2-Clause */
/* Assertions that vanish with NDEBUG (LIB-15). */
#pragma once

#include <sel4/assert.h>

#ifdef NDEBUG
#define seL4_DebugAssert(e) ((void) 0)
#else
#define seL4_DebugAssert(e) seL4_Assert(e)
#endif
