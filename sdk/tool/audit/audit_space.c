/* SPDX-License-Identifier: BSD-2-Clause */
/* Comparing address spaces, by what the page table entries of AArch64 allow. */
#include "audit/audit_space.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "initialiser/description.h"

/* Architecture: stage 2 entries at EL2, stage 1 entries at EL1. */
#define STAGE2_READ (UINT64_C(1) << 6)
#define STAGE2_WRITE (UINT64_C(1) << 7)
#define STAGE2_MEMORY (UINT64_C(15) << 2) /* 15: normal, write-back; 0: device */
#define STAGE1_USER (UINT64_C(1) << 6)
#define STAGE1_READ_ONLY (UINT64_C(1) << 7)
#define STAGE1_MEMORY (UINT64_C(7) << 2) /* index into MAIR: 4 is normal memory (LDR-7) */
#define NO_EXECUTE (UINT64_C(1) << 54)

enum { ACCESS = DESC_MAP_READ | DESC_MAP_WRITE | DESC_MAP_EXECUTE | DESC_MAP_CACHED };

struct run {
    uint64_t start, end, base;
    uint32_t access; /* DESC_MAP_* */
};

typedef LIST(struct run) run_list;

static uint32_t access_of(const struct board *board, uint64_t entry)
{
    bool read = board->hypervisor ? (entry & STAGE2_READ) != 0 : (entry & STAGE1_USER) != 0;
    bool write = board->hypervisor ? (entry & STAGE2_WRITE) != 0 : read && (entry & STAGE1_READ_ONLY) == 0;
    bool cached = board->hypervisor ? (entry & STAGE2_MEMORY) == STAGE2_MEMORY
                                    : (entry & STAGE1_MEMORY) == UINT64_C(4) << 2;

    return (read ? DESC_MAP_READ : 0) | (write ? DESC_MAP_WRITE : 0) |
           ((entry & NO_EXECUTE) == 0 ? DESC_MAP_EXECUTE : 0) | (cached ? DESC_MAP_CACHED : 0);
}

/* Appends, or extends the last run. */
static void add(run_list *runs, struct run run)
{
    struct run *last = runs->count == 0 ? NULL : &runs->items[runs->count - 1];

    if (last != NULL && last->end == run.start && last->access == run.access &&
        last->base + (last->end - last->start) == run.base) {
        last->end = run.end;
        return;
    }
    *LIST_ADD(runs) = run;
}

static int by_start(const void *a, const void *b)
{
    const struct run *x = a;
    const struct run *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

static run_list wanted(const struct layout *l, const struct graph_thread *want)
{
    LIST(struct run) pages = {NULL, 0};
    run_list runs = {NULL, 0};

    for (size_t i = 0; i < l->graph.maps.count; i++) {
        const struct graph_map *map = &l->graph.maps.items[i];
        const struct object *frame = &l->graph.objects.items[map->frame];

        if (map->vspace == want->vspace) {
            uint64_t base = frame->kind == OBJECT_IMAGE_PAGE ? layout_content_paddr(l, frame->reference) : frame->paddr;
            uint64_t size = (map->flags & DESC_MAP_LARGE) != 0 ? LARGE_PAGE : SMALL_PAGE;
            *LIST_ADD(&pages) = (struct run){map->vaddr, map->vaddr + size, base, map->flags & ACCESS};
        }
    }
    if (pages.count != 0) {
        qsort(pages.items, pages.count, sizeof *pages.items, by_start);
    }
    for (size_t i = 0; i < pages.count; i++) {
        add(&runs, pages.items[i]);
    }
    return runs;
}

static const char *text_of(const struct run *run)
{
    return mem_format("[0x%jx, 0x%jx) is physical 0x%jx, %s%s%s%s", (uintmax_t)run->start, (uintmax_t)run->end,
                      (uintmax_t)run->base, run->access & DESC_MAP_READ ? "r" : "-",
                      run->access & DESC_MAP_WRITE ? "w" : "-", run->access & DESC_MAP_EXECUTE ? "x" : "-",
                      run->access & DESC_MAP_CACHED ? " cached" : " uncached");
}

static bool same(const struct run *a, const struct run *b)
{
    return a->start == b->start && a->end == b->end && a->base == b->base && a->access == b->access;
}

size_t audit_space(const struct layout *l, const struct board *board, const struct graph_thread *want,
                   const struct dump_thread *have)
{
    run_list expected = wanted(l, want);
    run_list actual = {NULL, 0};
    size_t differences = 0;

    for (size_t i = 0; i < have->maps.count; i++) {
        const struct dump_map *map = &have->maps.items[i];
        add(&actual, (struct run){map->start, map->end, map->base, access_of(board, map->attributes)});
    }
    /* Both are sorted: whatever is in one only, is a difference. */
    size_t i = 0;
    size_t j = 0;
    while (i < expected.count || j < actual.count) {
        const struct run *e = i < expected.count ? &expected.items[i] : NULL;
        const struct run *a = j < actual.count ? &actual.items[j] : NULL;

        if (e != NULL && a != NULL && same(e, a)) {
            i++;
            j++;
        } else if (a == NULL || (e != NULL && e->start <= a->start)) {
            printf("'%s': memory is missing: %s\n", want->name, text_of(e));
            differences++;
            i++;
        } else {
            printf("'%s': memory should not be there: %s\n", want->name, text_of(a));
            differences++;
            j++;
        }
    }
    return differences;
}
