/* SPDX-License-Identifier: BSD-2-Clause */
/* Counters of all threads, on the console (DBG-3, BEN-2). */
#include "abi.h"
#include "benchmark/on/utilisation.h"
#include "debug/print.h"
#include "debug_hooks.h"

static void print_words(const char *name, const word_t *words, uint32_t count)
{
    print_text(name);
    for (uint32_t i = 0; i < count; i++) {
        print_text(" | ");
        print_decimal(words[i]);
    }
    print_text("\n");
}

static void dump_all_threads(void)
{
    enum { THREAD_WORDS = 4, TOTAL_FIRST = 9, TOTAL_WORDS = UTILISATION_WORDS - TOTAL_FIRST };
    word_t words[UTILISATION_WORDS];

    print_text("\nname | cycles | schedules | kernel cycles | kernel entries\n");
    for (const struct tcb *t = debug_first_thread(); t; t = debug_next_thread(t)) {
        utilisation_read(t, words);
        print_words(t->arch.debug.name, words, THREAD_WORDS);
    }
    print_words("total", &words[TOTAL_FIRST], TOTAL_WORDS);
}

bool utilisation_debug_syscall(int64_t number)
{
    switch (number) {
    case seL4_SysBenchmarkDumpAllThreadsUtilisation:
        dump_all_threads();
        return true;
    case seL4_SysBenchmarkResetAllThreadsUtilisation:
        for (struct tcb *t = debug_first_thread(); t; t = debug_next_thread(t)) {
            utilisation_reset_thread(t);
        }
        return true;
    default:
        return false;
    }
}
