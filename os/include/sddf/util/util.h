/* SPDX-License-Identifier: BSD-2-Clause */
/* The small macros and character functions that public components expect (UTL-1), and `assert` (UTL-2). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <os/build.h>

#define ARRAY_SIZE(a)    (sizeof(a) / sizeof((a)[0]))
#define BIT(n)           (1ul << (n))
/* Bits start..end-1 set. */
#define BIT_MASK(s, e)   (BIT(e) - BIT(s))
/* x rounded up to a multiple of the power of two a. */
#define ALIGN(x, a)      (((x) + (a) - 1) & ~((a) - 1))
#define ROUND_UP(n, b)   ((((n) + (b) - 1) / (b)) * (b))
#define ROUND_DOWN(n, b) (((n) / (b)) * (b))

#ifndef likely
#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#endif
#ifndef BYTE_ORDER
#define BYTE_ORDER __BYTE_ORDER__
#endif
#ifndef LITTLE_ENDIAN
#define LITTLE_ENDIAN __ORDER_LITTLE_ENDIAN__
#define BIG_ENDIAN    __ORDER_BIG_ENDIAN__
#endif
#ifndef MIN
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef ABS
#define ABS(a) (((a) < 0) ? -(a) : (a))
#endif

/*
 * Prints "Failed assertion '<expr>' at <file>:<line> in function <func>" and traps. A failure while printing
 * traps.
 */
_Noreturn void _assert_fail(const char *expr, const char *file, unsigned int line, const char *func);

/*
 * States an invariant of our own code; never a property of data that a peer controls. The expression is
 * evaluated in every configuration, because public components have side effects in it (UTL-2); only debug
 * builds act on it.
 */
#ifndef assert
#if OS_DEBUG
#define assert(expr) ((expr) ? (void)0 : _assert_fail(#expr, __FILE__, __LINE__, __func__))
#else
#define assert(expr) ((void)(expr))
#endif
#endif

static inline int sddf_isspace(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline int sddf_isdigit(int c)
{
    return c >= '0' && c <= '9';
}

/* Decimal number at the start of `s`, after white space and an optional sign; 0 if there is none. Wraps. */
static inline int sddf_atoi(const char *s)
{
    unsigned int value = 0;
    bool negative;

    while (sddf_isspace(*s)) {
        s++;
    }
    negative = *s == '-';
    if (*s == '-' || *s == '+') {
        s++;
    }
    for (; sddf_isdigit(*s); s++) {
        value = value * 10u + (unsigned int)(*s - '0');
    }
    return (int)(negative ? 0u - value : value);
}
