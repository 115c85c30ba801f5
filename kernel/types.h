/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Basic types of the kernel: words, physical addresses and the outcome of an operation.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t word_t;
typedef uint64_t paddr_t; /* physical address */
typedef uint64_t vaddr_t; /* address in a user address space */
typedef uint64_t ticks_t; /* time in increments of the platform timer (SC-2) */

#define WORD_BITS 64u
#define BIT(n) (UINT64_C(1) << (n))
#define MASK_BITS(n) (BIT(n) - 1u) /* n < 64 */

/* The result of everything that can fail or be interrupted (GEN-3, PRE-4). */
typedef enum {
    DONE,      /* performed */
    FAILED,    /* kernel.error says why; nothing was changed */
    PREEMPTED, /* consistent, unfinished; the system call will be executed again */
} outcome_t;

#define NORETURN __attribute__((noreturn))

/* Rarely called: the function is compiled for size, and the paths that lead there are out of the way of the others. */
#define COLD __attribute__((cold))

/* Never part of its caller: a branch of a hot path that would burden the others with its registers and stack. */
#define APART __attribute__((noinline))

/* For the layout of short paths. */
#define UNLIKELY(condition) __builtin_expect((condition), 0)

/* Part of each path that uses it, however often and long: its arguments stay in registers. */
#define HOT_INLINE static inline __attribute__((always_inline))

/* A long function on a short path: what it calls becomes part of it. */
#define HOT_WHOLE __attribute__((noinline, flatten))

/* Used by assembly: the compiler, which sees all C code at once, must not take it for unused. */
#ifdef __clang__
#define FOR_ASSEMBLY __attribute__((used))
#else
#define FOR_ASSEMBLY __attribute__((externally_visible))
#endif
