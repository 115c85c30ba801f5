/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address-space identifiers (VSP-10, VSP-16, VSP-17): 128 pools of 512.
 *
 * An ASID names a pool (upper 7 bits) and an entry in it. ASID 0 is never given out: in capabilities it means
 * "not mapped". Entries of pool objects are physical addresses of root tables; 0 is free.
 */
#pragma once

#include "arch/aarch64/pte.h"
#include "types.h"

enum {
    ASID_POOL_INDEX_BITS = 9,
    ASID_POOL_ENTRIES = 1 << ASID_POOL_INDEX_BITS,
    ASID_POOLS = 128,
};

struct asid_pool {
    paddr_t root[ASID_POOL_ENTRIES];
};

_Static_assert(sizeof(struct asid_pool) == 4096, "pool size is part of the ABI");

/* The root table with this ASID, or null. asid < ASID_POOLS * ASID_POOL_ENTRIES. */
pte_t *asid_root(word_t asid);

struct asid_pool *asid_pool_at(paddr_t pool);

/* The pool that serves this ASID, or null. */
struct asid_pool *asid_table_pool(word_t asid);

/* First ASID of the lowest free table entry; 0 with *found false if all are taken. */
struct asid_choice {
    bool found;
    word_t asid;
};
struct asid_choice asid_free_pool(void);

/* The lowest free ASID of the pool, ASID 0 excepted. */
struct asid_choice asid_free_in_pool(const struct asid_pool *pool, word_t first_asid);

void asid_install_pool(struct asid_pool *pool, word_t first_asid);
void asid_assign(struct asid_pool *pool, word_t asid, paddr_t root);

/* VSP-16: the root's final capability goes. */
COLD void asid_release(paddr_t root, word_t asid);

/* VSP-17: the pool's final capability goes. */
COLD void asid_delete_pool(struct asid_pool *pool, word_t first_asid);
