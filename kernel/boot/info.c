/* SPDX-License-Identifier: BSD-2-Clause */
/* Boot information for the initial task (BOOT-1, BOOT-8, BOOT-9). */
#include "boot/arch_boot.h"
#include "memory/address.h"

BOOT_DATA static seL4_BootInfo *info_page;

BOOT_CODE seL4_BootInfo *boot_info(void)
{
    return info_page;
}

BOOT_CODE void boot_info_init(const struct boot_layout *layout, const struct boot_objects *objects)
{
    info_page = (seL4_BootInfo *)physical_pointer(objects->info);
    info_page->extraLen = layout->extra_length;
    info_page->numNodes = CONFIG_MAX_NUM_NODES;
    info_page->ipcBuffer = (seL4_IPCBuffer *)user_pointer(layout->ipc_buffer);
    info_page->initThreadCNodeSizeBits = CONFIG_ROOT_CNODE_SIZE_BITS;
}

BOOT_CODE void boot_info_extra(const struct boot_layout *layout, const struct boot_objects *objects,
                               struct boot_range dtb)
{
    if (layout->extra_length == 0) {
        return;
    }
    uint8_t *record = (uint8_t *)physical_pointer(objects->extra.start);
    const uint8_t *blob = (const uint8_t *)physical_pointer(dtb.start);
    seL4_BootInfoHeader *header = (seL4_BootInfoHeader *)physical_pointer(objects->extra.start);

    header->id = SEL4_BOOTINFO_HEADER_FDT;
    header->len = layout->extra_length;
    for (uint64_t i = 0; i < dtb.end - dtb.start; i++) {
        record[sizeof *header + i] = blob[i];
    }
}
