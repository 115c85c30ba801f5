/* SPDX-License-Identifier: BSD-2-Clause */
/* Start-up of the processor and of the address space of the initial task. */
#include "boot/arch_boot.h"

#include "arch.h"
#include "arch/aarch64/asid.h"
#include "arch/aarch64/kernel_space.h"
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/timer.h"
#include "arch/aarch64/translation.h"
#include "arch/aarch64/trap.h"
#include "arch/aarch64/vspace.h"
#include "arch/aarch64/user_access.h"
#include "irq/irq.h"
#include "platform/arm/gicv2.h"

#include <arch_clear.h>
#include <arch_irq.h>
#include <board.h>
#include <board_image.h>
#include <el_pte.h>
#include <el_registers.h>
#include <hardware_debug.h>

/* From the linker script. */
extern const uint8_t ki_start[];
extern const uint8_t ki_boot_end[];
extern const uint8_t ki_end[];

extern const uint8_t exception_vectors[];
extern const uint8_t idle_loop[];

/* DCZID_EL0: the block's size as a power of two of 4-byte words, and whether clearing it is forbidden. */
#define CLEAR_BLOCK_FIELD      UINT64_C(0x1f)
#define CLEAR_BLOCK_LOG2_WORDS UINT64_C(4)

_Static_assert(CLEAR_LINE_BYTES == 4u << CLEAR_BLOCK_LOG2_WORDS, "arch_clear.h and the check agree");

BOOT_CODE void arch_boot_init(void)
{
    if ((SYSREG_READ(dczid_el0) & CLEAR_BLOCK_FIELD) != CLEAR_BLOCK_LOG2_WORDS) {
        boot_fail("the processor does not clear memory in blocks of 64 bytes");
    }
    kernel_space_init();
    SYSREG_WRITE(VBAR_KERNEL, (uint64_t)(uintptr_t)exception_vectors);
    el_cpu_init();
    translation_init();
    gic_init();
    timer_init();
    hardware_debug_init();
}

BOOT_CODE struct boot_range arch_boot_ram(void)
{
    return (struct boot_range){RAM_START, RAM_END};
}

BOOT_CODE paddr_t arch_boot_window_end(void)
{
    return kernel_space_window_end();
}

BOOT_CODE struct boot_range arch_boot_reserved(uint32_t i)
{
    static BOOT_RODATA const paddr_t devices[] = KERNEL_DEVICE_PAGES;
    uint32_t count = sizeof devices / sizeof devices[0];

    if (i < count) {
        return (struct boot_range){devices[i], devices[i] + BOOT_PAGE_BYTES};
    }
    return i == count ? arch_boot_ram() : (struct boot_range){0, 0};
}

BOOT_CODE struct boot_range arch_boot_kernel_image(void)
{
    return (struct boot_range){image_paddr(ki_start), image_paddr(ki_end)};
}

BOOT_CODE struct boot_range arch_boot_kernel_reusable(void)
{
    return (struct boot_range){image_paddr(ki_start), image_paddr(ki_boot_end)};
}

BOOT_CODE vaddr_t arch_boot_user_top(void)
{
    return USER_TOP;
}

/* Spans of 2^shift bytes that [start, end) touches. */
BOOT_CODE static word_t boot_spans(vaddr_t start, vaddr_t end, uint32_t shift)
{
    return ((end - 1) >> shift) - (start >> shift) + 1;
}

BOOT_CODE word_t arch_boot_table_count(vaddr_t start, vaddr_t end)
{
    word_t count = 0;

    for (uint32_t shift = ROOT_SHIFT; shift > PAGE_SHIFT; shift -= TABLE_INDEX_BITS) {
        count += boot_spans(start, end, shift);
    }
    return count;
}

BOOT_CODE void arch_boot_map_tables(const struct boot_layout *layout, const struct boot_objects *objects)
{
    paddr_t table = objects->tables;

    for (uint32_t shift = ROOT_SHIFT; shift > PAGE_SHIFT; shift -= TABLE_INDEX_BITS) {
        word_t spans = boot_spans(layout->image.start, layout->end, shift);
        for (word_t i = 0; i < spans; i++) {
            vaddr_t address = ((layout->image.start >> shift) + i) << shift;
            struct cap cap = cap_make(CAP_PAGE_TABLE, table, 0, 0, false, 0);

            vspace_write(vspace_walk(table_at(objects->vspace), address).entry, pte_table(table));
            if (!boot_provide(cap_mapped_at(cap, BOOT_ASID, address))) {
                boot_fail("the root CNode is too small for the page tables of the initial task");
            }
            table += TABLE_BYTES;
        }
    }
}

BOOT_CODE struct cap arch_boot_map_page(paddr_t vspace, paddr_t page, vaddr_t address, bool executable)
{
    struct cap cap = cap_frame(page, PAGE_SHIFT, false, RIGHT_READ | RIGHT_WRITE);

    vspace_write(vspace_walk(table_at(vspace), address).entry,
                 el_pte_user(page, PAGE_SHIFT, RIGHT_READ | RIGHT_WRITE, true, !executable));
    return cap_mapped_at(cap, BOOT_ASID, address);
}

BOOT_CODE struct cap arch_boot_vspace(paddr_t vspace)
{
    return cap_make(CAP_VSPACE, vspace, 0, 0, true, BOOT_ASID);
}

BOOT_CODE void arch_boot_asid(const struct boot_objects *objects)
{
    struct asid_pool *pool = asid_pool_at(objects->asid_pool);

    dsb();
    asid_install_pool(pool, 0);
    asid_assign(pool, BOOT_ASID, objects->vspace);
    boot_provide_fixed(seL4_CapInitThreadASIDPool,
                       cap_make(CAP_ASID_POOL, objects->asid_pool, 0, 0, false, 0));
    boot_provide_fixed(seL4_CapASIDControl, cap_make(CAP_ASID_CONTROL, 0, 0, 0, false, 0));
}

BOOT_CODE void arch_boot_irqs(void)
{
    static BOOT_RODATA const uint32_t reserved[] = RESERVED_IRQS;

    irq_set_state(KERNEL_TIMER_IRQ, IRQ_TIMER);
    for (uint32_t i = 0; reserved[i] != IRQ_NONE; i++) {
        irq_set_state(reserved[i], IRQ_RESERVED);
    }
}

BOOT_CODE void arch_boot_caps(void)
{
    if (USER_SMC_CALLS) {
        boot_provide_fixed(seL4_CapSMC, cap_make(CAP_SMC, 0, 0, 0, false, 0));
    }
}

BOOT_CODE void arch_boot_idle(struct tcb *idle)
{
    idle->context.reg[REG_STATUS] = SPSR_IDLE;
    idle->context.reg[REG_NEXT_IP] = (word_t)(uintptr_t)idle_loop;
    idle->context.reg[REG_FAULT_IP] = (word_t)(uintptr_t)idle_loop;
}
