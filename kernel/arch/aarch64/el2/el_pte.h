/* SPDX-License-Identifier: BSD-2-Clause */
/* User pages in stage-2 tables (kernel at EL2), and the shape of a user address space (VSP-5, OBJ-7). */
#pragma once

#include "arch/aarch64/pte.h"
#include "cspace/cap.h"

enum {
    ROOT_SHIFT = 30,
    ROOT_INDEX_BITS = 10,
};

/* Highest user address (A64-2). */
#define USER_TOP UINT64_C(0x000000ffffffffff)

/* Stage 2 has its memory types in the entry. */
#define STAGE2_NORMAL    (UINT64_C(15) << 2 | PTE_SHAREABILITY)
#define STAGE2_DEVICE    (UINT64_C(0) << 2)
#define STAGE2_READ      BIT(6)
#define STAGE2_WRITE     BIT(7)

static inline uint64_t el_pte_permissions(uint32_t rights, bool execute_never)
{
    if ((rights & RIGHT_READ) == 0) {
        /* Without read access instructions could still be fetched. */
        return PTE_NO_EXECUTE;
    }
    uint64_t write = (rights & RIGHT_WRITE) != 0 ? STAGE2_WRITE : 0;
    return STAGE2_READ | write | (execute_never ? PTE_NO_EXECUTE : 0);
}

static inline pte_t el_pte_user(paddr_t base, uint32_t shift, uint32_t rights, bool cached,
                                bool execute_never)
{
    return (pte_t){base | pte_leaf_type(shift) | PTE_ACCESSED | (cached ? STAGE2_NORMAL : STAGE2_DEVICE) |
                   el_pte_permissions(rights, execute_never)};
}

/* A64-8: at EL2 the operation goes through the kernel's mapping, whatever the user's allows. */
static inline bool el_pte_may_invalidate(pte_t pte)
{
    (void)pte;
    return true;
}

/* Kernel mappings are stage 1 of EL2: MAIR indices are those of the loader (LDR-5), and AP[1] is a reserved
 * one. */
#define PTE_NORMAL       (UINT64_C(4) << 2 | PTE_SHAREABILITY)
#define PTE_DEVICE       (UINT64_C(0) << 2)
#define PTE_EL2_RESERVED_ONE BIT(6)

static inline pte_t el_pte_kernel(paddr_t base, uint32_t shift, bool normal, bool executable)
{
    return (pte_t){base | pte_leaf_type(shift) | PTE_ACCESSED | PTE_EL2_RESERVED_ONE |
                   (normal ? PTE_NORMAL : PTE_DEVICE) | (executable ? 0 : PTE_NO_EXECUTE)};
}
