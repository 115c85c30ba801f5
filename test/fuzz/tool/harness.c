/* SPDX-License-Identifier: BSD-2-Clause */
/* The tool is compiled with its calls of exit, calloc, free and XML_ParserCreate made calls of functions here
 * (tool_fuzz.mk). */
#include "harness.h"

#include <expat.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/memory.h"

enum { FILES = 2 };

/* Memory of the current run. */
struct block {
    struct block *next, *previous;
    _Alignas(max_align_t) unsigned char bytes[];
};

static struct block blocks = {.next = &blocks, .previous = &blocks};
static jmp_buf end_of_run;
static int files[FILES];

static void *track(struct block *block)
{
    if (block == NULL) {
        return NULL;
    }
    block->next = blocks.next;
    block->previous = &blocks;
    blocks.next->previous = block;
    blocks.next = block;
    return block->bytes;
}

static struct block *untrack(void *bytes)
{
    struct block *block = (struct block *)((unsigned char *)bytes - offsetof(struct block, bytes));

    block->next->previous = block->previous;
    block->previous->next = block->next;
    return block;
}

void *harness_calloc(size_t count, size_t size);
void harness_free(void *bytes);

void *harness_calloc(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - sizeof(struct block)) {
        return NULL;
    }
    return track(calloc(1, sizeof(struct block) + bytes));
}

/* Memory of the run goes at its end; what else the tool frees came from the C library. */
void harness_free(void *bytes)
{
    for (const struct block *block = blocks.next; block != &blocks; block = block->next) {
        if (block->bytes == bytes) {
            return;
        }
    }
    free(bytes);
}

/* A parser that is left in the middle gives its memory back too. */
static void *parser_malloc(size_t size)
{
    return track(malloc(sizeof(struct block) + size));
}

static void parser_free(void *bytes)
{
    if (bytes != NULL) {
        free(untrack(bytes));
    }
}

static void *parser_realloc(void *bytes, size_t size)
{
    return track(realloc(bytes == NULL ? NULL : untrack(bytes), sizeof(struct block) + size));
}

XML_Parser harness_XML_ParserCreate(const XML_Char *encoding);

XML_Parser harness_XML_ParserCreate(const XML_Char *encoding)
{
    static const XML_Memory_Handling_Suite suite = {parser_malloc, parser_realloc, parser_free};

    return XML_ParserCreate_MM(encoding, &suite, NULL);
}

_Noreturn void harness_exit(int status);

_Noreturn void harness_exit(int status)
{
    harness_expect(status == EXIT_USER_ERROR, "the tool ends with the status of a mistake of the user");
    longjmp(end_of_run, 1);
}

static void free_blocks(void)
{
    while (blocks.next != &blocks) {
        free(untrack(blocks.next->bytes));
    }
}

bool harness_run(void (*call)(void))
{
    volatile bool accepted = false;

    if (setjmp(end_of_run) == 0) {
        call();
        accepted = true;
    }
    free_blocks();
    return accepted;
}

const char *harness_file(int number, const uint8_t *data, size_t size)
{
    if (ftruncate(files[number], 0) != 0 || pwrite(files[number], data, size, 0) != (ssize_t)size) {
        abort();
    }
    return mem_format("/proc/self/fd/%d", files[number]);
}

void harness_expect(bool holds, const char *what)
{
    if (!holds) {
        dprintf(STDERR_FILENO, "does not hold: %s\n", what);
        abort();
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv);

/* The tool's messages go nowhere; the sanitizers write to the descriptor. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    stderr = fopen("/dev/null", "w");
    stdout = fopen("/dev/null", "w");
    for (int i = 0; i < FILES; i++) {
        files[i] = memfd_create("input", 0);
    }
    return stderr == NULL || stdout == NULL;
}
