/* SPDX-License-Identifier: BSD-2-Clause */
#include "compare.h"

#include "observe.h"
#include "program.h"
#include "scenario.h"
#include "system.h"

#include <stdio.h>
#include <stdlib.h>

#define FAST_STATE "build/fuzz/state-fast.txt"
#define SLOW_STATE "build/fuzz/state-slow.txt"

static uint64_t state_after[STEPS_MAX];

static void print_state(const char *path)
{
    FILE *file = fopen(path, "w");

    if (file) {
        observe_print(file);
        (void)fclose(file);
    }
}

/* Runs a program up to the step and leaves the kernel there. */
static void run_up_to(const uint8_t *bytes, size_t count, uint32_t step, bool fast)
{
    program_begin(bytes, count);
    system_uses_fastpath = fast;
    for (uint32_t i = 0; i <= step; i++) {
        (void)program_step();
    }
}

static void report(const uint8_t *bytes, size_t count, uint32_t step)
{
    (void)fprintf(stderr, "step %u: the kernel is in another state with short paths than without (FP-1): compare %s "
                          "with %s\n", step, FAST_STATE, SLOW_STATE);
    print_state(SLOW_STATE);
    run_up_to(bytes, count, step, true);
    print_state(FAST_STATE);
    abort();
}

void compare_run(const uint8_t *bytes, size_t count)
{
    uint32_t steps = 0;
    uint32_t comparable = 0;

    program_begin(bytes, count);
    system_uses_fastpath = true;
    while (steps < STEPS_MAX && program_step()) {
        state_after[steps] = observe();
        steps++;
        comparable = comparable + 1u == steps && program_is_comparable() && observe_is_defined() ? steps : comparable;
    }
    program_begin(bytes, count);
    system_uses_fastpath = false;
    for (uint32_t i = 0; i < comparable; i++) {
        (void)program_step();
        if (observe() != state_after[i]) {
            report(bytes, count, i);
        }
    }
}
