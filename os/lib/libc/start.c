/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings musl up inside a protection domain. The domain is entered by libmicrokit, not by musl's own start
 * code, so what that code would have read from a Unix kernel (the auxiliary vector) is made up here.
 */
#include <elf.h>
#include <stdint.h>
#include <string.h>

#include "heap.h"
#include "libc.h"

/*
 * Holds on to the memory functions, so that they are linked from here: the small ones of the printing
 * library, which follows in the link order, would otherwise take their place, or clash with them.
 */
static const void *const memory_functions[] __attribute__((used)) = {
    (const void *)memcpy, (const void *)memmove, (const void *)memset,  (const void *)memcmp,
    (const void *)strlen, (const void *)strcmp,  (const void *)strncmp, (const void *)strcpy,
};

/* musl's own initialiser: sets the page size, thread pointer and standard streams from the vector behind
 * `envp`. */
extern void __init_libc(char **envp, char *program);

void os_libc_init(void *heap, size_t size)
{
    /* An empty environment, then pairs of the auxiliary vector. No AT_PHDR: components have no thread-local
     * data. */
    static uintptr_t start[] = {0, AT_PAGESZ, 4096, AT_NULL, 0};
    static char program[] = "component";

    os_libc_heap_init(heap, size);
    __init_libc((char **)start, program);
}
