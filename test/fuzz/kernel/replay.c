/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs programs from files: without arguments the whole corpus in the tree as a test, else the files that are
 * named, which is how a finding of the fuzzer is looked at. It needs no libFuzzer.
 */
#include "program.h"
#include "scenario.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CORPUS "test/fuzz/kernel/corpus"

enum { PROGRAM_BYTES = 4096, PATH_BYTES = 512 };

static void run_file(const char *path)
{
    static uint8_t bytes[PROGRAM_BYTES];
    FILE *file = fopen(path, "rb");

    if (!file) {
        fprintf(stderr, "%s: error: cannot be read\n", path);
        exit(1);
    }
    size_t count = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    program_run(bytes, count);
}

static int is_program(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void kernel_and_model_agree_on_the_corpus(void **state)
{
    struct dirent **entries;
    int count = scandir(CORPUS, &entries, is_program, alphasort);

    (void)state;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES];
        (void)snprintf(path, sizeof(path), "%s/%s", CORPUS, entries[i]->d_name);
        fprintf(stderr, "%s\n", path);
        run_file(path);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(kernel_and_model_agree_on_the_corpus)};

    scenario_build();
    for (int i = 1; i < argc; i++) {
        run_file(argv[i]);
    }
    return argc > 1 ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
