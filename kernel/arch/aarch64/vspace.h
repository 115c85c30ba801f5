/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User address spaces: walking, mapping and unmapping in the tables of a root (VSP-1 to VSP-18).
 *
 * Capabilities hold mappings as hints. Each function here checks the hint against the ASID table and the page
 * tables, and does nothing if they do not agree (VSP-12, VSP-14).
 */
#pragma once

#include "arch/aarch64/pte.h"
#include "cspace/cap.h"

/* Where a walk ended: at a leaf, an invalid entry, or the last level. Spans 2^shift. */
struct walk {
    pte_t *entry;
    uint32_t shift;
};

struct walk vspace_walk(pte_t *root, vaddr_t address);

/* Writes an entry so that the table walker finds it after the next dsb(). */
void vspace_write(pte_t *entry, pte_t value);

/* Writes a leaf or table; an old leaf for address is dropped from the TLB. */
void vspace_set(struct walk at, pte_t entry, word_t asid, vaddr_t address);

/* VSP-12 */
void vspace_unmap_frame(struct cap frame);

/* VSP-14 */
COLD void vspace_unmap_table(struct cap table);

/* VSP-18: makes the address space of kernel.cur or of a thread that is switched to the active one. */
void vspace_activate(struct tcb *t);
