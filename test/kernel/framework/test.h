/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel API test is made of. TEST(rule, name) { ... } defines one test of one numbered rule; it runs in
 * a thread of its own (priority TEST_PRIORITY, maximum controlled priority 255) in the root task's address and
 * capability space, with a pool of untyped memory that is revoked after it. A check that fails ends the test;
 * so does a fault of the test thread, and a test that blocks for ever is ended by a watchdog.
 */
#pragma once
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Priorities of test threads lie below the runner's 255; ABOVE preempts the test, BELOW runs when it blocks. */
#define TEST_PRIORITY 100u
#define ABOVE 150u
#define BELOW 50u

struct test {
    const char *rule;
    const char *name;
    void (*run)(void);
};

#define TEST(rule_, name_)                                                                              \
    static void name_(void);                                                                            \
    static const struct test entry_##name_ __attribute__((section(".tests"), used, aligned(8))) = {     \
        rule_, #name_, name_                                                                            \
    };                                                                                                  \
    static void name_(void)

/* Ends the test as failed. `got` and `wanted` are printed if `values` is set. Never returns. */
_Noreturn void fail(const char *file, int line, const char *what, bool values, seL4_Word got, seL4_Word wanted);

#define check(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fail(__FILE__, __LINE__, #condition, false, 0, 0);              \
        }                                                                   \
    } while (0)

#define check_eq(expression, value)                                         \
    do {                                                                    \
        seL4_Word got_ = (seL4_Word)(expression);                           \
        seL4_Word wanted_ = (seL4_Word)(value);                             \
        if (got_ != wanted_) {                                              \
            fail(__FILE__, __LINE__, #expression, true, got_, wanted_);     \
        }                                                                   \
    } while (0)

/* The boot information, and the stack pointer that the kernel started the root task with. */
extern const seL4_BootInfo *boot;
extern seL4_Word boot_stack_pointer;
