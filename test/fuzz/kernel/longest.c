/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The longest stay in the kernel without a preemption point that the named programs cause, in basic blocks of the host
 * port, which the compiler counts: this is no time and no number of AArch64 instructions, but it tells which operations
 * grow with their input. Prints the stay, what the entry was, and return addresses of the call path at its end, for
 * addr2line.
 */
#include "program.h"
#include "scenario.h"
#include "system.h"

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAM_BYTES = 4096, PATH_DEPTH = 32, PATH_EVERY = 16 };

static bool counting;
static uint64_t count;
static uint64_t longest;
static uint64_t entries;
static uint64_t programs;
static word_t entry_registers[REG_TOTAL];
static word_t longest_registers[REG_TOTAL];
static void *path[PATH_DEPTH];
static int path_depth;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    if (!counting) {
        return;
    }
    count++;
    if (count > longest) {
        longest = count;
        if (count % PATH_EVERY == 0) {
            counting = false;
            memcpy(longest_registers, entry_registers, sizeof(longest_registers));
            path_depth = backtrace(path, PATH_DEPTH);
            counting = true;
        }
    }
}

static void entry_begins(enum event event, struct fault fault)
{
    (void)event;
    (void)fault;
    memcpy(entry_registers, kernel.cur->context.reg, sizeof(entry_registers));
    entries++;
    count = 0;
    counting = true;
}

bool __real_preemption_point(void);
bool __wrap_preemption_point(void);
bool __wrap_preemption_point(void)
{
    bool preempt = __real_preemption_point();

    count = 0;
    return preempt;
}

/* The first thing that the host port does when the kernel has returned. */
const char *__real_invariant_violated(void);
const char *__wrap_invariant_violated(void);
const char *__wrap_invariant_violated(void)
{
    counting = false;
    return __real_invariant_violated();
}

static void run(const char *name)
{
    static uint8_t bytes[PROGRAM_BYTES];
    FILE *file = fopen(name, "rb");

    if (!file) {
        (void)fprintf(stderr, "%s: error: cannot be read\n", name);
        exit(1);
    }
    size_t size = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    for (uint32_t fast = 0; fast < 2; fast++) {
        program_begin(bytes, size);
        system_uses_fastpath = fast != 0;
        while (program_step()) {
        }
    }
    programs++;
}

int main(int argc, char **argv)
{
    scenario_build();
    system_entry_begins = entry_begins;
    system_entry_done = NULL;
    for (int i = 1; i < argc; i++) {
        run(argv[i]);
    }
    (void)printf("# %llu programs, with and without short paths: %llu kernel entries, the longest of %llu blocks\n",
                 (unsigned long long)programs, (unsigned long long)entries, (unsigned long long)longest);
    (void)printf("# registers of the entry:");
    for (uint32_t i = 0; i < REG_TOTAL; i++) {
        (void)printf(" %#llx", (unsigned long long)longest_registers[i]);
    }
    (void)printf("\n");
    for (int i = 0; i < path_depth; i++) {
        (void)printf("%p\n", path[i]);
    }
    return 0;
}
