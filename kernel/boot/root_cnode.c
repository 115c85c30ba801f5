/* SPDX-License-Identifier: BSD-2-Clause */
/* The initial task's CNode and the order of its slots (BOOT-3, BOOT-4, BOOT-7). */
#include "boot/boot.h"
#include "cspace/tree.h"

BOOT_DATA static struct cap root_cnode;
BOOT_DATA static word_t root_next_slot;

BOOT_CODE struct slot *boot_slot(word_t index)
{
    return cnode_slot(root_cnode, index);
}

BOOT_CODE word_t boot_next_slot(void)
{
    return root_next_slot;
}

BOOT_CODE void boot_provide_fixed(word_t index, struct cap cap)
{
    tree_insert_created(cap, NULL, boot_slot(index));
}

BOOT_CODE void boot_cnode_init(paddr_t cnode)
{
    root_cnode =
        cap_cnode(cnode, CONFIG_ROOT_CNODE_SIZE_BITS, 0, WORD_BITS - (uint32_t)CONFIG_ROOT_CNODE_SIZE_BITS);
    root_next_slot = seL4_NumInitialCaps;
    boot_provide_fixed(seL4_CapInitThreadCNode, root_cnode);
}

BOOT_CODE struct slot *boot_provide(struct cap cap)
{
    if (root_next_slot == cnode_slots(root_cnode)) {
        return NULL;
    }
    struct slot *slot = boot_slot(root_next_slot);
    root_next_slot++;
    tree_insert_created(cap, NULL, slot);
    return slot;
}
