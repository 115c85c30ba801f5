/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory for the objects of the initial task: one block, filled in an order of falling sizes, so that each
 * object is aligned to its size without gaps (BOOT-20).
 */
#include "boot/arch_boot.h"
#include "memory/clear.h"

enum { ROOT_CNODE_BYTES_BITS = CONFIG_ROOT_CNODE_SIZE_BITS + seL4_SlotBits };

BOOT_DATA static paddr_t objects_next;
/* The block of extra boot information; 0 bits: none, or placed already. */
BOOT_DATA static uint32_t objects_extra_bits;
BOOT_DATA static struct boot_range objects_extra;

BOOT_CODE static uint64_t objects_total(const struct boot_layout *layout)
{
    uint64_t tables = layout->table_count * BIT(seL4_PageTableBits);
    uint64_t total = BIT(ROOT_CNODE_BYTES_BITS) + BIT(seL4_VSpaceBits) + BIT(seL4_ASIDPoolBits) +
                     2u * BIT(seL4_PageBits) + tables + BIT(seL4_TCBBits) + BIT(seL4_MinSchedContextBits);

    return layout->extra_bits != 0 ? total + BIT(layout->extra_bits) : total;
}

BOOT_CODE static uint32_t objects_align_bits(const struct boot_layout *layout)
{
    uint32_t bits = ROOT_CNODE_BYTES_BITS > seL4_VSpaceBits ? ROOT_CNODE_BYTES_BITS : seL4_VSpaceBits;

    return layout->extra_bits > bits ? layout->extra_bits : bits;
}

BOOT_CODE static paddr_t objects_take(uint32_t bits)
{
    if (objects_extra_bits != 0 && bits <= objects_extra_bits) {
        objects_extra = (struct boot_range){objects_next, objects_next + BIT(objects_extra_bits)};
        objects_next = objects_extra.end;
        objects_extra_bits = 0;
    }
    paddr_t object = objects_next;
    objects_next += BIT(bits);
    return object;
}

BOOT_CODE static paddr_t objects_take_tables(word_t count)
{
    paddr_t first = objects_take(seL4_PageTableBits);

    objects_next += (count - 1) * BIT(seL4_PageTableBits);
    return first;
}

BOOT_CODE struct boot_objects boot_place_objects(const struct boot_layout *layout)
{
    struct boot_objects objects;
    uint64_t total = objects_total(layout);
    bool cnode_first = ROOT_CNODE_BYTES_BITS > seL4_VSpaceBits;
    bool tcb_before_tables = seL4_TCBBits >= seL4_PageTableBits;

    objects_next = boot_memory_take(total, objects_align_bits(layout));
    objects_extra_bits = layout->extra_bits;
    memory_clear(objects_next, total);

    objects.cnode = cnode_first ? objects_take(ROOT_CNODE_BYTES_BITS) : 0;
    objects.vspace = objects_take(seL4_VSpaceBits);
    objects.cnode = cnode_first ? objects.cnode : objects_take(ROOT_CNODE_BYTES_BITS);
    objects.asid_pool = objects_take(seL4_ASIDPoolBits);
    objects.ipc_buffer = objects_take(seL4_PageBits);
    objects.info = objects_take(seL4_PageBits);
    objects.tcb = tcb_before_tables ? objects_take(seL4_TCBBits) : 0;
    objects.tables = objects_take_tables(layout->table_count);
    objects.tcb = tcb_before_tables ? objects.tcb : objects_take(seL4_TCBBits);
    objects.sc = objects_take(seL4_MinSchedContextBits);
    objects.extra = objects_extra;
    return objects;
}
