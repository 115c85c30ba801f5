/* SPDX-License-Identifier: BSD-2-Clause */
/* Contents of frames, page tables and mappings. */

#include "initialiser.h"

#define PAGE_BITS seL4_PageBits

/* A page of the initialiser's own image that is given up: small frames are mapped here to be filled. The
 * page table for it exists, and nothing else uses the address (INIT-7). */
static char scratch_page[1u << PAGE_BITS] __attribute__((aligned(1u << PAGE_BITS)));

static uint64_t page_vaddr(uint32_t page)
{
    return sys.image_start + ((uint64_t)page << PAGE_BITS);
}

static seL4_CPtr scratch_frame(void)
{
    return sys.boot->userImageFrames.start +
           (((uint64_t)(uintptr_t)scratch_page - sys.image_start) >> PAGE_BITS);
}

/* Word by word: image pages and frames are page aligned, and the rest of the last word is zero in both. */
static void copy_words(volatile uint64_t *to, const uint64_t *from, uint64_t bytes)
{
    for (uint64_t i = 0; i < (bytes + 7) / 8; i++) {
        to[i] = from[i];
    }
}

static void check_fill(const struct desc_fill *f, uint64_t frame_size)
{
    uint64_t pages = (f->length + (1ull << PAGE_BITS) - 1) >> PAGE_BITS;

    if (f->length > frame_size || f->source_page + pages > sys.header->image_pages) {
        fail("the description fills a frame from outside of the image");
    }
}

static void fill_frame(const struct desc_fill *f)
{
    uint64_t frame_size = 1ull << (f->large != 0 ? seL4_LargePageBits : PAGE_BITS);
    uint64_t vaddr = f->large != 0 ? sys.header->scratch_vaddr : (uint64_t)(uintptr_t)scratch_page;
    seL4_CPtr frame = cap(f->frame);

    check_fill(f, frame_size);
    check(seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, vaddr, seL4_ReadWrite,
                            seL4_ARM_Default_VMAttributes | seL4_ARM_ExecuteNever),
          "map for filling", f->frame);
    copy_words((volatile uint64_t *)vaddr, (const uint64_t *)page_vaddr(f->source_page), f->length);
    /* The system may map the frame uncached. */
    check(seL4_ARM_Page_CleanInvalidate_Data(frame, 0, frame_size), "clean after filling", f->frame);
    check(seL4_ARM_Page_Unmap(frame), "unmap after filling", f->frame);
}

void fill_frames(void)
{
    uint32_t count;
    const struct desc_fill *fills = table(DESC_FILLS, &count);

    if (count == 0) {
        return;
    }
    check(seL4_ARM_Page_Unmap(scratch_frame()), "unmap scratch page", DESC_NONE);
    for (uint32_t i = 0; i < count; i++) {
        fill_frame(&fills[i]);
    }
}

void map_tables(void)
{
    uint32_t count;
    const struct desc_table_map *tables = table(DESC_TABLES, &count);

    for (uint32_t i = 0; i < count; i++) {
        check(seL4_ARM_PageTable_Map(cap(tables[i].table), cap(tables[i].vspace), tables[i].vaddr,
                                     seL4_ARM_Default_VMAttributes),
              "map page table", tables[i].table);
    }
}

static seL4_ARM_VMAttributes attributes(uint32_t flags)
{
    seL4_Word attr = seL4_ARM_ParityEnabled;

    if ((flags & DESC_MAP_CACHED) != 0) {
        attr |= seL4_ARM_PageCacheable;
    }
    if ((flags & DESC_MAP_EXECUTE) == 0) {
        attr |= seL4_ARM_ExecuteNever;
    }
    return (seL4_ARM_VMAttributes)attr;
}

/* Instructions that were written as data, and zeroes that the kernel wrote through the cache under an
 * uncached mapping, must reach memory before the frame is used (INIT-6). */
static seL4_Error maintain_cache(seL4_CPtr frame, uint32_t flags, uint64_t size)
{
    if ((flags & DESC_MAP_DEVICE) != 0) {
        return seL4_NoError;
    }
    if ((flags & DESC_MAP_EXECUTE) != 0) {
        return seL4_ARM_Page_Unify_Instruction(frame, 0, size);
    }
    if ((flags & DESC_MAP_CACHED) == 0) {
        return seL4_ARM_Page_CleanInvalidate_Data(frame, 0, size);
    }
    return seL4_NoError;
}

static void map_frame(const struct desc_map *m, uint32_t i)
{
    uint64_t size = 1ull << ((m->flags & DESC_MAP_LARGE) != 0 ? seL4_LargePageBits : PAGE_BITS);
    seL4_CapRights_t rights =
        seL4_CapRights_new(0, 0, (m->flags & DESC_MAP_READ) != 0, (m->flags & DESC_MAP_WRITE) != 0);
    seL4_CPtr frame = cap(m->first_frame + i);

    if (m->first_copy != DESC_NONE) {
        seL4_CPtr copy = cap(m->first_copy + i);

        check(seL4_CNode_Copy(seL4_CapInitThreadCNode, copy, seL4_WordBits, seL4_CapInitThreadCNode, frame,
                              seL4_WordBits, seL4_AllRights),
              "copy frame", m->first_frame + i);
        frame = copy;
    }
    check(seL4_ARM_Page_Map(frame, cap(m->vspace), m->vaddr + i * size, rights, attributes(m->flags)),
          "map frame", m->first_frame + i);
    check(maintain_cache(frame, m->flags, size), "clean frame", m->first_frame + i);
}

void map_frames(void)
{
    uint32_t count;
    const struct desc_map *maps = table(DESC_MAPS, &count);

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < maps[i].count; j++) {
            map_frame(&maps[i], j);
        }
    }
}
