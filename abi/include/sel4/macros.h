/* SPDX-License-Identifier: BSD-2-Clause */
/* Helper macros of the library headers. */
#pragma once

#include <sel4/config.h>

#define SEL4_PACKED __attribute__((packed))
#define SEL4_DEPRECATED(x) __attribute__((deprecated(x)))
#define SEL4_OFFSETOF(type, member) __builtin_offsetof(type, member)

#define LIBSEL4_UNUSED __attribute__((unused))
#define LIBSEL4_WEAK __attribute__((weak))
#define LIBSEL4_NOINLINE __attribute__((noinline))
#define LIBSEL4_INLINE_FUNC static inline
#define LIBSEL4_INLINE static inline

/* For use in expressions of both C and headers without type suffix support. */
#define LIBSEL4_BIT(n) (1ul << (n))

/* Widens an enumeration to a machine word, so that it can be a message word. */
#define SEL4_FORCE_LONG_ENUM(type) \
    _enum_pad_##type = (1ull << ((sizeof(long) * 8) - 1)) - 1

#if defined(__cplusplus) && __cplusplus < 201103L
#define SEL4_COMPILE_ASSERT(name, expression) typedef char name[(expression) ? 1 : -1] LIBSEL4_UNUSED;
#elif defined(__cplusplus)
#define SEL4_COMPILE_ASSERT(name, expression) static_assert(expression, #name);
#else
#define SEL4_COMPILE_ASSERT(name, expression) _Static_assert(expression, #name);
#endif
#define SEL4_SIZE_SANITY(index, entry, total) \
    SEL4_COMPILE_ASSERT(index##entry##total##_sane, (index) + (entry) == (total))
