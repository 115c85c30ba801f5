/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the kernel's error replies, which the invocation stubs leave in the IPC buffer, and raw invocations. */
#pragma once
#include <framework/test.h>

/* Lookup failure types as they appear in error replies and fault messages (ERR-2). */
enum { INVALID_ROOT = 1, MISSING_CAPABILITY, DEPTH_MISMATCH, GUARD_MISMATCH };
enum { DESTINATION_LOOKUP = 0, SOURCE_LOOKUP = 1 };

/* Calls `cap` with exactly this label, number of extra caps and length; the words come from the IPC buffer. */
static inline seL4_Word invoke(seL4_CPtr cap, seL4_Word label, unsigned caps, unsigned length)
{
    return seL4_MessageInfo_get_label(seL4_Call(cap, seL4_MessageInfo_new(label, 0, caps, length)));
}

#define check_error1(call, error, word0)    \
    do {                                    \
        check_eq(call, error);              \
        check_eq(seL4_GetMR(0), word0);     \
    } while (0)

#define check_error2(call, error, word0, word1)     \
    do {                                            \
        check_error1(call, error, word0);           \
        check_eq(seL4_GetMR(1), word1);             \
    } while (0)

#define check_range_error(call, low, high) check_error2(call, seL4_RangeError, low, high)
#define check_invalid_argument(call, number) check_error1(call, seL4_InvalidArgument, number)
#define check_invalid_capability(call, number) check_error1(call, seL4_InvalidCapability, number)

/* A failed lookup of the given type with up to three words of description. */
#define check_lookup0(call, side, type) check_error2(call, seL4_FailedLookup, side, type)

#define check_lookup1(call, side, type, word0)  \
    do {                                        \
        check_lookup0(call, side, type);        \
        check_eq(seL4_GetMR(2), word0);         \
    } while (0)

#define check_lookup2(call, side, type, word0, word1)   \
    do {                                                \
        check_lookup1(call, side, type, word0);         \
        check_eq(seL4_GetMR(3), word1);                 \
    } while (0)
