/* SPDX-License-Identifier: BSD-2-Clause */
/* The virtual layout of the initial task (BOOT-3, BOOT-6, BOOT-14). */
#include "boot/arch_boot.h"

/* The smallest power of two that holds the records and a page (BOOT-6). */
BOOT_CODE static uint32_t layout_extra_bits(word_t length)
{
    uint32_t bits = seL4_PageBits;

    while (BIT(bits) < length) {
        bits++;
    }
    return bits;
}

BOOT_CODE struct boot_layout boot_plan_layout(const struct boot_arguments *arguments)
{
    word_t offset = arguments->image_offset;
    struct boot_layout layout = {
        .image = {arguments->image.start - offset, arguments->image.end - offset},
    };
    word_t dtb_bytes = arguments->dtb.end - arguments->dtb.start;
    word_t extra_bytes = 0;

    if (dtb_bytes != 0) {
        layout.extra_length = sizeof(seL4_BootInfoHeader) + dtb_bytes;
        layout.extra_bits = layout_extra_bits(layout.extra_length);
        extra_bytes = BIT(layout.extra_bits);
    }
    layout.ipc_buffer = layout.image.end;
    layout.info = layout.ipc_buffer + BOOT_PAGE_BYTES;
    layout.extra = layout.info + BOOT_PAGE_BYTES;
    layout.end = layout.extra + extra_bytes;
    if (layout.image.start >= layout.image.end || layout.end <= layout.image.end ||
        layout.end - 1 > arch_boot_user_top()) {
        boot_fail("the initial task does not fit into the user part of the address space");
    }
    layout.table_count = arch_boot_table_count(layout.image.start, layout.end);
    return layout;
}
