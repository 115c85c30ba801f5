/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables of the kernel's address space.
 *
 * One table below the root covers the 2^39 bytes from PHYSICAL_WINDOW: GiB n of the window shows GiB n of
 * physical memory, RAM as normal memory and all else as device memory, so that nothing is fetched
 * speculatively from devices. The last GiB is the kernel image and, at its end, the device pages that the
 * kernel drives.
 */
#include "arch/aarch64/kernel_space.h"

#include "arch/aarch64/sysreg.h"
#include "boot/boot_section.h"

#include <board.h>
#include <board_image.h>
#include <el_pte.h>
#include <el_registers.h>

enum {
    TABLE_ENTRIES = 1 << TABLE_INDEX_BITS,
    IMAGE_GIB = TABLE_ENTRIES - 1, /* not shown by the window */
    EMPTY_ROOT_ENTRIES = 1 << ROOT_INDEX_BITS,
    TOP_SHIFT = 39,
};

#define TABLE_ALIGNED __attribute__((aligned(4096)))

static pte_t kernel_root_table[TABLE_ENTRIES] TABLE_ALIGNED;
static pte_t kernel_window_table[TABLE_ENTRIES] TABLE_ALIGNED;
static pte_t kernel_mixed_gib_table[TABLE_ENTRIES] TABLE_ALIGNED; /* the GiB that RAM starts in */
static pte_t kernel_image_table[TABLE_ENTRIES] TABLE_ALIGNED;
static pte_t kernel_device_table[TABLE_ENTRIES] TABLE_ALIGNED;
static pte_t kernel_empty_table[EMPTY_ROOT_ENTRIES] __attribute__((aligned(8192)));

_Static_assert(IMAGE_PADDR == RAM_START, "the image is at the start of RAM");
_Static_assert(RAM_END % BIT(HUGE_PAGE_SHIFT) == 0, "only the first GiB of RAM may be shared with devices");
_Static_assert(RAM_START % BIT(LARGE_PAGE_SHIFT) == 0, "RAM starts on a block");

paddr_t image_paddr(const void *variable)
{
    return (paddr_t)(uintptr_t)variable - KERNEL_IMAGE_BASE + IMAGE_PADDR;
}

paddr_t kernel_space_empty_root(void)
{
    return image_paddr(kernel_empty_table);
}

paddr_t kernel_space_window_end(void)
{
    return (paddr_t)IMAGE_GIB << HUGE_PAGE_SHIFT;
}

static bool is_ram(paddr_t address)
{
    return address >= RAM_START && address < RAM_END;
}

BOOT_CODE static void map_window(void)
{
    for (uint32_t gib = 0; gib < IMAGE_GIB; gib++) {
        paddr_t base = (paddr_t)gib << HUGE_PAGE_SHIFT;
        kernel_window_table[gib] = el_pte_kernel(base, HUGE_PAGE_SHIFT, is_ram(base), false);
    }
}

BOOT_CODE static void map_mixed_gib(void)
{
    paddr_t gib = RAM_START >> HUGE_PAGE_SHIFT;

    for (uint32_t i = 0; i < TABLE_ENTRIES; i++) {
        paddr_t base = (gib << HUGE_PAGE_SHIFT) + ((paddr_t)i << LARGE_PAGE_SHIFT);
        kernel_mixed_gib_table[i] = el_pte_kernel(base, LARGE_PAGE_SHIFT, is_ram(base), false);
    }
    kernel_window_table[gib] = pte_table(image_paddr(kernel_mixed_gib_table));
}

BOOT_CODE static void map_image(void)
{
    static BOOT_RODATA const paddr_t pages[] = {
        [DEVICE_GIC_HYPERVISOR] = GIC_HYPERVISOR_PADDR,
        [DEVICE_GIC_DISTRIBUTOR] = GIC_DISTRIBUTOR_PADDR,
        [DEVICE_GIC_CPU_INTERFACE] = GIC_CPU_INTERFACE_PADDR,
        [DEVICE_UART] = UART_PADDR,
    };

    for (uint32_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        kernel_device_table[i] = el_pte_kernel(pages[i], PAGE_SHIFT, false, false);
    }
    kernel_image_table[0] = el_pte_kernel(IMAGE_PADDR, LARGE_PAGE_SHIFT, true, true);
    kernel_image_table[(DEVICE_PAGES - KERNEL_IMAGE_BASE) >> LARGE_PAGE_SHIFT] =
        pte_table(image_paddr(kernel_device_table));
    kernel_window_table[IMAGE_GIB] = pte_table(image_paddr(kernel_image_table));
}

BOOT_CODE void kernel_space_init(void)
{
    map_window();
    map_mixed_gib();
    map_image();
    kernel_root_table[PHYSICAL_WINDOW >> TOP_SHIFT & MASK_BITS(TABLE_INDEX_BITS)] =
        pte_table(image_paddr(kernel_window_table));
    dsb();
    SYSREG_WRITE(MAIR_KERNEL, UINT64_C(0xbbff440c0400));
    isb();
    SYSREG_WRITE(TTBR_KERNEL, image_paddr(kernel_root_table));
    isb();
    __asm__ volatile(TLBI_KERNEL_ALL : : : "memory");
    dsb();
    isb();
}
