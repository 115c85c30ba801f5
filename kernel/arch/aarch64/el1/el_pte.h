/* SPDX-License-Identifier: BSD-2-Clause */
/* User pages in stage-1 tables (kernel at EL1), and the shape of a user address space (VSP-5). */
#pragma once

#include "arch/aarch64/pte.h"
#include "cspace/cap.h"

enum {
    ROOT_SHIFT = 39,
    ROOT_INDEX_BITS = 9,
};

/* Highest user address (A64-2). */
#define USER_TOP UINT64_C(0x00007fffffffffff)

/* MAIR indices are those of the loader, so that the switch from its tables changes no memory type (LDR-5). */
#define PTE_NORMAL       (UINT64_C(4) << 2 | PTE_SHAREABILITY)
#define PTE_DEVICE       (UINT64_C(0) << 2)
#define PTE_USER         BIT(6)
#define PTE_READ_ONLY    BIT(7)
#define PTE_NOT_GLOBAL   BIT(11)
#define PTE_KERNEL_NO_EXECUTE BIT(53)

static inline uint64_t el_pte_permissions(uint32_t rights, bool execute_never)
{
    if ((rights & RIGHT_READ) == 0) {
        /* Without the user bit EL0 could still execute. */
        return PTE_NO_EXECUTE;
    }
    uint64_t write = (rights & RIGHT_WRITE) != 0 ? 0 : PTE_READ_ONLY;
    return PTE_USER | write | (execute_never ? PTE_NO_EXECUTE : 0);
}

static inline pte_t el_pte_user(paddr_t base, uint32_t shift, uint32_t rights, bool cached,
                                bool execute_never)
{
    return (pte_t){base | pte_leaf_type(shift) | PTE_ACCESSED | PTE_NOT_GLOBAL | PTE_KERNEL_NO_EXECUTE |
                   (cached ? PTE_NORMAL : PTE_DEVICE) | el_pte_permissions(rights, execute_never)};
}

/* A64-8, A64-9: discarding cached data is writing; at EL1 the mapping must allow that. */
static inline bool el_pte_may_invalidate(pte_t pte)
{
    return (pte.raw & (PTE_USER | PTE_READ_ONLY)) == PTE_USER;
}

/* Kernel mappings: privileged, global. */
static inline pte_t el_pte_kernel(paddr_t base, uint32_t shift, bool normal, bool executable)
{
    return (pte_t){base | pte_leaf_type(shift) | PTE_ACCESSED | PTE_NO_EXECUTE |
                   (normal ? PTE_NORMAL : PTE_DEVICE) | (executable ? 0 : PTE_KERNEL_NO_EXECUTE)};
}
