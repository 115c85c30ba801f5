/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs programs without libFuzzer: with no arguments the whole corpus in the tree and random changes of it as tests,
 * else the files that are named, which is how a finding of the fuzzer is looked at.
 */
#include "compare.h"
#include "mutate.h"
#include "reference/predict.h"
#include "scenario.h"
#include "system.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define CORPUS "test/fuzz/kernel/corpus"
#define FAILED_PROGRAM "build/fuzz/failed-program"

enum { CORPUS_MAX = 2048, PATH_BYTES = 512, FRESH_PROGRAMS = 6000 };

static struct bytes corpus[CORPUS_MAX];
static uint32_t corpus_count;
static struct bytes current;

static struct bytes read_program(const char *path)
{
    struct bytes program;
    FILE *file = fopen(path, "rb");

    if (!file) {
        (void)fprintf(stderr, "%s: error: cannot be read\n", path);
        exit(1);
    }
    program.count = fread(program.byte, 1, sizeof(program.byte), file);
    (void)fclose(file);
    return program;
}

/* The program that was running when the process aborted, for a look at it. */
static void keep_failed_program(int number)
{
    FILE *file = fopen(FAILED_PROGRAM, "wb");

    (void)number;
    if (file) {
        (void)fwrite(current.byte, 1, current.count, file);
        (void)fclose(file);
        (void)fprintf(stderr, "the program is in %s\n", FAILED_PROGRAM);
    }
    _exit(1);
}

static void run(struct bytes program)
{
    current = program;
    compare_run(current.byte, current.count);
}

static int is_program(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int read_corpus(void **state)
{
    struct dirent **entries;
    int count = scandir(CORPUS, &entries, is_program, alphasort);

    (void)state;
    for (int i = 0; i < count && i < CORPUS_MAX; i++) {
        char path[PATH_BYTES];
        (void)snprintf(path, sizeof(path), "%s/%s", CORPUS, entries[i]->d_name);
        corpus[i] = read_program(path);
        free(entries[i]);
        corpus_count++;
    }
    free(entries);
    return corpus_count > 0 ? 0 : -1;
}

static void kernel_and_model_agree_on_the_corpus(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < corpus_count; i++) {
        run(corpus[i]);
    }
}

static void kernel_and_model_agree_on_fresh_programs(void **state)
{
    uint64_t random = 1;

    (void)state;
    for (uint32_t i = 0; i < FRESH_PROGRAMS; i++) {
        const struct bytes *one = &corpus[mutate_random(&random, corpus_count)];
        run(mutate(one, &corpus[mutate_random(&random, corpus_count)], &random));
    }
    struct predictions made = predictions();
    (void)printf("%llu kernel entries compared with the model, %llu that it cannot tell\n",
                 (unsigned long long)made.compared, (unsigned long long)made.unknown);
    assert_true(made.compared > made.unknown);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernel_and_model_agree_on_the_corpus),
        cmocka_unit_test(kernel_and_model_agree_on_fresh_programs),
    };

    scenario_build();
    for (int i = 1; i < argc; i++) {
        run(read_program(argv[i]));
    }
    (void)signal(SIGABRT, keep_failed_program);
    return argc > 1 ? 0 : cmocka_run_group_tests(tests, read_corpus, NULL);
}
