/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory ordering between protection domains, and between a driver and its device.
 *
 * Everything shared between PDs is ordered with C11 acquire and release semantics on every kernel, one core
 * or many (MEM-1): on one core they cost next to nothing, and they interoperate with peers that use weaker
 * orders. Names are those of MEM-2 and MEM-3.
 */
#pragma once

#include <stdint.h>

/* Against the compiler alone: enough between a thread and an interrupt handler of the same core. */
#define COMPILER_MEMORY_FENCE()   __atomic_signal_fence(__ATOMIC_ACQ_REL)
#define COMPILER_MEMORY_RELEASE() __atomic_signal_fence(__ATOMIC_RELEASE)
#define COMPILER_MEMORY_ACQUIRE() __atomic_signal_fence(__ATOMIC_ACQUIRE)

/* Against other cores. */
#define THREAD_MEMORY_FENCE()   __atomic_thread_fence(__ATOMIC_ACQ_REL)
#define THREAD_MEMORY_RELEASE() __atomic_thread_fence(__ATOMIC_RELEASE)
#define THREAD_MEMORY_ACQUIRE() __atomic_thread_fence(__ATOMIC_ACQUIRE)

/* Reads before it are done before reads after it, device memory included (MEM-3). */
static inline void rrmb(void)
{
#if defined(__aarch64__)
    __asm__ volatile("dmb ld" ::: "memory");
#elif defined(__riscv)
    __asm__ volatile("fence ir, ir" ::: "memory");
#else
    __asm__ volatile("" ::: "memory");
#endif
}

/* Writes before it are seen by a device before writes after it (MEM-3). */
static inline void wwmb(void)
{
#if defined(__aarch64__)
    __asm__ volatile("dmb st" ::: "memory");
#elif defined(__riscv)
    __asm__ volatile("fence ow, ow" ::: "memory");
#else
    __asm__ volatile("" ::: "memory");
#endif
}

/* Reads a peer's index: what the peer wrote before publishing it is visible afterwards. */
static inline uint16_t load_acquire_16(const uint16_t *p)
{
    return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

static inline uint32_t load_acquire_32(const uint32_t *p)
{
    return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

/* Publishes an index: everything written or read before it is done when the peer sees it. */
static inline void store_release_16(uint16_t *p, uint16_t value)
{
    __atomic_store_n(p, value, __ATOMIC_RELEASE);
}

static inline void store_release_32(uint32_t *p, uint32_t value)
{
    __atomic_store_n(p, value, __ATOMIC_RELEASE);
}

/* Access to memory that a peer may change at any moment: exactly one access, no ordering. */
static inline uint16_t load_relaxed_16(const uint16_t *p)
{
    return __atomic_load_n(p, __ATOMIC_RELAXED);
}

static inline uint32_t load_relaxed_32(const uint32_t *p)
{
    return __atomic_load_n(p, __ATOMIC_RELAXED);
}

static inline void store_relaxed_16(uint16_t *p, uint16_t value)
{
    __atomic_store_n(p, value, __ATOMIC_RELAXED);
}

static inline void store_relaxed_32(uint32_t *p, uint32_t value)
{
    __atomic_store_n(p, value, __ATOMIC_RELAXED);
}

/* The same for one character of a data region. */
static inline char load_relaxed_8(const char *p)
{
    return __atomic_load_n(p, __ATOMIC_RELAXED);
}

static inline void store_relaxed_8(char *p, char value)
{
    __atomic_store_n(p, value, __ATOMIC_RELAXED);
}

/* Orders a store before a later load: the store-buffering pattern of every signal flag (SIG-7). */
static inline void fence_seq_cst(void)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
