/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Start-up: from the loader's hand-over to the first instruction of the initial task (BOOT-1 to BOOT-21).
 *
 * The order of steps fixes the slot numbers, and the placement of objects fixes the list of untyped memory.
 * Both are ABI: the host tool computes the same list when it lays a system out.
 */
#pragma once

#include "abi.h"
#include "boot/boot_section.h"
#include "cspace/slot.h"
#include "types.h"

/* Half-open. */
struct boot_range {
    uint64_t start;
    uint64_t end;
};

/* What the loader says (LDR-4). */
struct boot_arguments {
    struct boot_range image; /* physical, whole pages */
    word_t image_offset;     /* physical minus virtual */
    vaddr_t entry;
    struct boot_range dtb; /* physical; empty: none */
};

/* Objects of the initial task (BOOT-20); extra.start == extra.end: no extra boot information. */
struct boot_objects {
    paddr_t cnode;
    paddr_t vspace;
    paddr_t asid_pool;
    paddr_t ipc_buffer;
    paddr_t info;
    paddr_t tables;
    paddr_t tcb;
    paddr_t sc;
    struct boot_range extra;
};

/* Where the initial task sees what (BOOT-14). */
struct boot_layout {
    struct boot_range image;
    vaddr_t ipc_buffer;
    vaddr_t info;
    vaddr_t extra;
    vaddr_t end;
    word_t extra_length; /* bytes of records; 0: none (BOOT-9) */
    uint32_t extra_bits; /* size of the block that holds them */
    word_t table_count;
};

enum { BOOT_PAGE_BYTES = 1 << seL4_PageBits };

/* Says why and stops the machine (BOOT-18). */
NORETURN void boot_fail(const char *reason);

/* layout.c: BOOT-3. */
struct boot_layout boot_plan_layout(const struct boot_arguments *arguments);

/* memory.c: RAM that nothing occupies yet, as ascending ranges (BOOT-7, BOOT-8). */
void boot_memory_init(void);
/* Takes the part of the range that is RAM away. */
void boot_memory_reserve(struct boot_range range);
/* Takes size bytes, aligned to 2^align_bits, from the highest range that has room. */
paddr_t boot_memory_take(uint64_t size, uint32_t align_bits);
/* Range i of what is left; empty: there are no more. */
struct boot_range boot_memory_range(uint32_t i);

/* objects.c: BOOT-20; the memory is zeroed. */
struct boot_objects boot_place_objects(const struct boot_layout *layout);

/* root_cnode.c */
struct slot *boot_slot(word_t index);
void boot_cnode_init(paddr_t cnode);
/* Fills the fixed slot (BOOT-3). */
void boot_provide_fixed(word_t index, struct cap cap);
/* Fills the next free slot (BOOT-4); null if the CNode is full. */
struct slot *boot_provide(struct cap cap);
word_t boot_next_slot(void);

/* info.c: the page that the initial task reads (BOOT-1), and the extra records (BOOT-8, BOOT-9). */
void boot_info_init(const struct boot_layout *layout, const struct boot_objects *objects);
seL4_BootInfo *boot_info(void);
void boot_info_extra(const struct boot_layout *layout, const struct boot_objects *objects,
                     struct boot_range dtb);

/* untyped.c: everything that is left, and all device memory but what is taken (BOOT-9, BOOT-18, BOOT-19). */
void boot_provide_untyped(struct boot_range taken);

/* threads.c: BOOT-13, BOOT-14. */
void boot_create_idle(void);
void boot_create_initial(const struct boot_arguments *arguments, const struct boot_layout *layout,
                         const struct boot_objects *objects);
