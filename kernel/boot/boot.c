/* SPDX-License-Identifier: BSD-2-Clause */
/* The sequence of start-up (BOOT-2). */
#include "boot/arch_boot.h"

#include "arch.h"
#include "arch/aarch64/machine.h"
#include "benchmark_hooks.h"
#include "debug_hooks.h"
#include "sched/domain.h"
#include "sched/scheduler.h"
#include "state.h"

NORETURN void boot_fail(const char *reason)
{
    debug_message("boot: ");
    debug_message(reason);
    debug_message("\n");
    machine_halt();
}

BOOT_CODE static bool boot_overlap(struct boot_range a, struct boot_range b)
{
    return a.start < b.end && b.start < a.end;
}

/* The pages that the range touches; where an empty one lies means nothing. */
BOOT_CODE static struct boot_range boot_whole_pages(struct boot_range range)
{
    if (range.start == range.end) {
        return (struct boot_range){0, 0};
    }
    return (struct boot_range){range.start & ~MASK_BITS(seL4_PageBits),
                               (range.end + MASK_BITS(seL4_PageBits)) & ~MASK_BITS(seL4_PageBits)};
}

/* BOOT-7: returns the pages of the device tree, which need not be RAM that the kernel was given. */
BOOT_CODE static struct boot_range boot_reserve_memory(const struct boot_arguments *arguments)
{
    struct boot_range own = arch_boot_kernel_image();
    struct boot_range image = arguments->image;
    struct boot_range ram = arch_boot_ram();
    struct boot_range dtb = arguments->dtb;

    if (((image.start | image.end) & MASK_BITS(seL4_PageBits)) != 0 || image.start >= image.end ||
        image.start < ram.start || image.end > ram.end) {
        boot_fail("the image of the initial task is not whole pages of RAM");
    }
    if (dtb.end < dtb.start || (dtb.end != dtb.start && dtb.end > arch_boot_window_end())) {
        boot_fail("the device tree is not in memory that the kernel sees");
    }
    dtb = boot_whole_pages(dtb);
    if (boot_overlap(image, own) || boot_overlap(dtb, own) || boot_overlap(dtb, image)) {
        boot_fail("kernel, device tree and the image of the initial task overlap");
    }
    boot_memory_init();
    boot_memory_reserve(own);
    boot_memory_reserve(image);
    boot_memory_reserve(dtb);
    return dtb;
}

/* A frame of the initial task in the next slot. */
BOOT_CODE static void boot_provide_page(paddr_t vspace, paddr_t page, vaddr_t address)
{
    if (!boot_provide(arch_boot_map_page(vspace, page, address, true))) {
        boot_fail("the root CNode is too small for the frames of the initial task");
    }
}

BOOT_CODE static void boot_map_extra(const struct boot_layout *layout, const struct boot_objects *objects)
{
    seL4_SlotRegion *region = &boot_info()->extraBIPages;

    region->start = layout->extra_length != 0 ? boot_next_slot() : 0;
    for (word_t offset = 0; offset < layout->extra_length; offset += BOOT_PAGE_BYTES) {
        boot_provide_page(objects->vspace, objects->extra.start + offset, layout->extra + offset);
    }
    region->end = layout->extra_length != 0 ? boot_next_slot() : 0;
}

BOOT_CODE static void boot_map_image(const struct boot_arguments *arguments, const struct boot_layout *layout,
                                     const struct boot_objects *objects)
{
    seL4_SlotRegion *region = &boot_info()->userImageFrames;
    word_t bytes = layout->image.end - layout->image.start;

    region->start = boot_next_slot();
    for (word_t offset = 0; offset < bytes; offset += BOOT_PAGE_BYTES) {
        boot_provide_page(objects->vspace, arguments->image.start + offset, layout->image.start + offset);
    }
    region->end = boot_next_slot();
}

BOOT_CODE static void boot_provide_sched_control(void)
{
    seL4_SlotRegion *region = &boot_info()->schedcontrol;

    region->start = boot_next_slot();
    (void)boot_provide(cap_make(CAP_SCHED_CONTROL, 0, 0, 0, false, 0));
    region->end = boot_next_slot();
}

/* The address space of the initial task and everything mapped in it, in slot order (BOOT-4). */
BOOT_CODE static void boot_create_space(const struct boot_arguments *arguments,
                                        const struct boot_layout *layout,
                                        const struct boot_objects *objects)
{
    boot_provide_fixed(seL4_CapInitThreadVSpace, arch_boot_vspace(objects->vspace));
    boot_info()->userImagePaging.start = boot_next_slot();
    arch_boot_map_tables(layout, objects);
    boot_info()->userImagePaging.end = boot_next_slot();
    boot_provide_fixed(seL4_CapBootInfoFrame,
                       arch_boot_map_page(objects->vspace, objects->info, layout->info, false));
    boot_map_extra(layout, objects);
    boot_provide_sched_control();
    boot_provide_fixed(seL4_CapInitThreadIPCBuffer,
                       arch_boot_map_page(objects->vspace, objects->ipc_buffer, layout->ipc_buffer, false));
    boot_map_image(arguments, layout, objects);
    arch_boot_asid(objects);
}

BOOT_CODE static void boot_create_threads(const struct boot_arguments *arguments,
                                          const struct boot_layout *layout,
                                          const struct boot_objects *objects)
{
    domain_init();
    kernel.now = arch_timer_now();
    boot_create_idle();
    boot_create_initial(arguments, layout, objects);
}

/* Called by the first code of the kernel with the registers of LDR-4; its caller enters user mode. */
FOR_ASSEMBLY BOOT_CODE void boot_kernel(paddr_t image_start, paddr_t image_end, word_t image_offset,
                                        vaddr_t entry, paddr_t dtb, word_t dtb_bytes);

BOOT_CODE void boot_kernel(paddr_t image_start, paddr_t image_end, word_t image_offset, vaddr_t entry,
                           paddr_t dtb, word_t dtb_bytes)
{
    struct boot_arguments arguments = {
        .image = {image_start, image_end},
        .image_offset = image_offset,
        .entry = entry,
        .dtb = {dtb, dtb + dtb_bytes},
    };

    arch_boot_init();
    debug_message("Bootstrapping kernel\n");
    struct boot_layout layout = boot_plan_layout(&arguments);
    struct boot_range dtb_pages = boot_reserve_memory(&arguments);
    struct boot_objects objects = boot_place_objects(&layout);
    boot_cnode_init(objects.cnode);
    boot_provide_fixed(seL4_CapDomain, cap_make(CAP_DOMAIN, 0, 0, 0, false, 0));
    arch_boot_irqs();
    boot_provide_fixed(seL4_CapIRQControl, cap_make(CAP_IRQ_CONTROL, 0, 0, 0, false, 0));
    arch_boot_caps();
    boot_info_init(&layout, &objects);
    boot_info_extra(&layout, &objects, arguments.dtb);
    boot_create_space(&arguments, &layout, &objects);
    boot_create_threads(&arguments, &layout, &objects);
    boot_provide_untyped(dtb_pages);
    boot_info()->empty = (seL4_SlotRegion){boot_next_slot(), BIT(CONFIG_ROOT_CNODE_SIZE_BITS)};
    debug_message("Booting all finished, dropped to user space\n");
    kernel.now = arch_timer_now();
    benchmark_boot();
    schedule();
    activate();
}
