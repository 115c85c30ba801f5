/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The translation hardware as the address-space code uses it. Implemented once for each exception level: at
 * EL1 an ASID is a hardware ASID; at EL2 address spaces share 256 VMIDs. Threads remember what to write into the base
 * register of the hardware; epochs tell whether it is still right.
 *
 * The kernel never uses user translations itself, so activating needs no barrier: the exception return orders
 * it.
 */
#pragma once

#include "state.h"

/* Boot: an address space without user mappings is active. */
void translation_init(void);

/* The base register's value for the space with this root table. It stays right until an epoch ends; asking may
 * begin one. */
uint64_t translation_root(paddr_t root, word_t asid);

/* To be called whenever a capability to an address space goes, an address space loses its ASID, or a hardware
 * number changes hands. No epoch is 0: that is what a new thread remembers. */
static inline void translation_new_epoch(void)
{
    kernel.space_epoch++;
}

/* Nothing is mapped for users. */
void translation_activate_empty(void);

/* Forget cached translations: of the page or block at address; of the whole space. */
void translation_forget_page(word_t asid, vaddr_t address);
void translation_forget_space(word_t asid);

/* The space leaves the ASID table: nothing cached of it survives, and hardware numbers it holds are free. */
void translation_release_space(word_t asid);
