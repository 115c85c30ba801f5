/* SPDX-License-Identifier: BSD-2-Clause */
/* User address spaces: page-table walks and updates. */
#include "arch/aarch64/vspace.h"

#include "arch.h"
#include "arch/aarch64/asid.h"
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/translation.h"
#include "state.h"

#include <el_pte.h>
#include <el_registers.h>

struct walk vspace_walk(pte_t *root, vaddr_t address)
{
    uint32_t shift = ROOT_SHIFT;
    pte_t *entry = &root[address >> shift & MASK_BITS(ROOT_INDEX_BITS)];

    while (pte_is_table(*entry, shift)) {
        shift -= TABLE_INDEX_BITS;
        entry = &table_at(pte_address(*entry))[address >> shift & MASK_BITS(TABLE_INDEX_BITS)];
    }
    return (struct walk){entry, shift};
}

void vspace_write(pte_t *entry, pte_t value)
{
    *entry = value;
    /* The walker may read past the first level of caches (A64-11). */
    DC(cvau, entry);
}

void vspace_set(struct walk at, pte_t entry, word_t asid, vaddr_t address)
{
    bool was_valid = pte_is_valid(*at.entry);

    vspace_write(at.entry, entry);
    dsb();
    isb();
    if (was_valid) {
        translation_forget_page(asid, address);
    }
}

void vspace_unmap_frame(struct cap frame)
{
    word_t asid = cap_mapped_asid(frame);
    pte_t *root = asid_root(asid);

    if (!root) {
        return;
    }
    struct walk at = vspace_walk(root, cap_mapped_address(frame));
    bool is_leaf = at.shift == frame.size && pte_is_page(*at.entry, at.shift);
    if (is_leaf && pte_address(*at.entry) == frame.object) {
        vspace_set(at, pte_invalid(), asid, cap_mapped_address(frame));
    }
}

/* The entry that points to the table, or null. */
static pte_t *table_parent_entry(pte_t *root, vaddr_t address, paddr_t table)
{
    uint32_t shift = ROOT_SHIFT;
    pte_t *entry = &root[address >> shift & MASK_BITS(ROOT_INDEX_BITS)];

    while (pte_is_table(*entry, shift)) {
        if (pte_address(*entry) == table) {
            return entry;
        }
        shift -= TABLE_INDEX_BITS;
        entry = &table_at(pte_address(*entry))[address >> shift & MASK_BITS(TABLE_INDEX_BITS)];
    }
    return NULL;
}

void vspace_unmap_table(struct cap table)
{
    word_t asid = cap_mapped_asid(table);
    pte_t *root = asid_root(asid);
    pte_t *entry = root ? table_parent_entry(root, cap_mapped_address(table), table.object) : NULL;

    if (!entry) {
        return;
    }
    vspace_write(entry, pte_invalid());
    dsb();
    translation_forget_space(asid);
}

inline bool arch_vspace_valid(struct cap cap)
{
    return cap_is(cap, CAP_VSPACE) && cap.flag != 0;
}

void vspace_activate(struct tcb *t)
{
    struct cap root = t->slots[TCB_VSPACE].cap;

    if (!arch_vspace_valid(root) || asid_root(root.data) != table_at(root.object)) {
        translation_activate_empty();
        return;
    }
    t->space.root = translation_root(root.object, root.data);
    t->space.epoch = kernel.space_epoch;
    SYSREG_WRITE(USER_ROOT, t->space.root);
}
