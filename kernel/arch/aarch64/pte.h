/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page-table entries: what stage 1 and stage 2 have in common (ENV-1).
 *
 * A table is 2^9 entries; only the root of an EL2 address space has 2^10. `shift` says what an entry spans:
 * 2^shift bytes, with 12 for the last level. <el_pte.h> makes entries for user pages.
 */
#pragma once

#include "memory/address.h"
#include "types.h"

enum {
    TABLE_INDEX_BITS = 9,
    PAGE_SHIFT = 12,
    LARGE_PAGE_SHIFT = 21,
    HUGE_PAGE_SHIFT = 30,
    TABLE_BYTES = 4096,
};

typedef struct {
    uint64_t raw;
} pte_t;

#define PTE_VALID        BIT(0)
#define PTE_NOT_BLOCK    BIT(1) /* a table, or at the last level a page */
#define PTE_ACCESSED     BIT(10)
/* Of normal memory: not shareable, for the kernel has one core and nobody else the same memory (A64-7). */
#define PTE_SHAREABILITY (UINT64_C(0) << 8)
#define PTE_NO_EXECUTE   BIT(54)
#define PTE_ADDRESS_MASK UINT64_C(0x0000fffffffff000)

static inline pte_t pte_invalid(void)
{
    return (pte_t){0};
}

static inline pte_t pte_table(paddr_t table)
{
    return (pte_t){table | PTE_NOT_BLOCK | PTE_VALID};
}

static inline bool pte_is_valid(pte_t pte)
{
    return (pte.raw & PTE_VALID) != 0;
}

static inline bool pte_is_table(pte_t pte, uint32_t shift)
{
    return shift > PAGE_SHIFT && (pte.raw & (PTE_VALID | PTE_NOT_BLOCK)) == (PTE_VALID | PTE_NOT_BLOCK);
}

static inline bool pte_is_page(pte_t pte, uint32_t shift)
{
    return pte_is_valid(pte) && !pte_is_table(pte, shift);
}

static inline paddr_t pte_address(pte_t pte)
{
    return pte.raw & PTE_ADDRESS_MASK;
}

/* The type bits of a leaf that spans 2^shift. */
static inline uint64_t pte_leaf_type(uint32_t shift)
{
    return shift == PAGE_SHIFT ? PTE_VALID | PTE_NOT_BLOCK : PTE_VALID;
}

static inline pte_t *table_at(paddr_t table)
{
    return (pte_t *)physical_pointer(table);
}
