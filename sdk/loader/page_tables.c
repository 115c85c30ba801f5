/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page tables under which the loader jumps into the kernel (LDR-7): the loader itself, the console when
 * it prints, and the kernel's window of one GiB at most. Nothing else is mapped, so that no core can
 * speculate into device memory.
 */

#include <kernel/gen_config.h>

#include "board.h"
#include "loader.h"

#define BLOCK_2M (UINT64_C(1) << 21)
#define BLOCK_1G (UINT64_C(1) << 30)

#define DESC_TABLE UINT64_C(3)
#define DESC_BLOCK UINT64_C(1)
#define DESC_AF (UINT64_C(1) << 10)
#define DESC_INNER_SHAREABLE (UINT64_C(3) << 8)
#define DESC_ATTR(index) ((uint64_t)(index) << 2)
#define ATTR_DEVICE 0
#define ATTR_NON_CACHEABLE 3
#define ATTR_NORMAL 4

/* EL2 has one address range, EL1 a lower and an upper one. */
#if defined(CONFIG_ARM_HYPERVISOR_SUPPORT)
#define KERNEL_ROOT page_table_low
#else
#define KERNEL_ROOT page_table_kernel
#endif

#define PAGE_ALIGNED __attribute__((aligned(4096)))

PAGE_ALIGNED uint64_t page_table_low[512];
PAGE_ALIGNED uint64_t page_table_kernel[512];
static PAGE_ALIGNED uint64_t low_level1[512];
static PAGE_ALIGNED uint64_t low_level2[512];
static PAGE_ALIGNED uint64_t kernel_level1[512];
static PAGE_ALIGNED uint64_t kernel_level2[512];

extern const char _start[];
extern const char _payload[];

static unsigned index_at(uint64_t vaddr, unsigned shift)
{
    return (unsigned)(vaddr >> shift) & 511u;
}

static uint64_t table_to(const uint64_t *table)
{
    return (uint64_t)(uintptr_t)table | DESC_TABLE;
}

/* Uncached: the loader runs on between turning on the caches and the jump, and its lines in memory are the
 * truth. */
static void map_loader(void)
{
    uint64_t first = (uint64_t)(uintptr_t)_start & ~(BLOCK_2M - 1);
    uint64_t end = (uint64_t)(uintptr_t)_payload + sizeof(struct payload_header);

    if ((first ^ (end - 1)) >= BLOCK_1G) {
        loader_fail("the loader crosses a 1 GiB boundary");
    }
    for (uint64_t p = first; p < end; p += BLOCK_2M) {
        low_level2[index_at(p, 21)] =
            p | DESC_BLOCK | DESC_AF | DESC_INNER_SHAREABLE | DESC_ATTR(ATTR_NON_CACHEABLE);
    }
    low_level1[index_at(first, 30)] = table_to(low_level2);
    page_table_low[index_at(first, 39)] = table_to(low_level1);
}

#if defined(CONFIG_PRINTING)

/* The kernel's own console driver maps the device for itself; this is for the loader's exceptions. */
static void map_console(void)
{
    uint64_t gib = UART_BASE & ~(BLOCK_1G - 1);

    low_level1[index_at(gib, 30)] = gib | DESC_BLOCK | DESC_AF | DESC_ATTR(ATTR_DEVICE);
}

#else

static void map_console(void)
{
}

#endif

static void map_kernel(const struct kernel_window *window)
{
    uint64_t paddr = window->paddr;

    for (unsigned i = index_at(window->vaddr, 21); i < 512; i++) {
        kernel_level2[i] = paddr | DESC_BLOCK | DESC_AF | DESC_INNER_SHAREABLE | DESC_ATTR(ATTR_NORMAL);
        paddr += BLOCK_2M;
    }
    kernel_level1[index_at(window->vaddr, 30)] = table_to(kernel_level2);
    KERNEL_ROOT[index_at(window->vaddr, 39)] = table_to(kernel_level1);
}

void page_tables_build(const struct kernel_window *window)
{
    map_loader();
    map_console();
    map_kernel(window);
}
