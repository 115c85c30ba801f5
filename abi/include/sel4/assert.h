/* SPDX-License-Identifier: BSD-2-Clause */
/* Assertions (LIB-15). The program supplies __assert_fail(). */
#pragma once

#include <sel4/macros.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reports a failed assertion; must not return. */
void __assert_fail(const char *str, const char *file, int line, const char *function);

#ifdef __cplusplus
}
#endif

#define seL4_Fail(s) __assert_fail(s, __FILE__, __LINE__, __func__)

#define seL4_Assert(e) \
    do { \
        if (!(e)) { \
            seL4_Fail(#e); \
        } \
    } while (0)

#ifdef __cplusplus
#define seL4_CompileTimeAssert(e) static_assert(e, #e)
#else
#define seL4_CompileTimeAssert(e) _Static_assert(e, #e)
#endif
