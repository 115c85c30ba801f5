/* SPDX-License-Identifier: BSD-2-Clause */
/* The ASID table. */
#include "arch/aarch64/asid.h"

#include "arch/aarch64/translation.h"
#include "arch/aarch64/vspace.h"
#include "state.h"

static struct asid_pool *asid_table[ASID_POOLS];

struct asid_pool *asid_pool_at(paddr_t pool)
{
    return (struct asid_pool *)physical_pointer(pool);
}

static word_t asid_index(word_t asid)
{
    return asid & MASK_BITS(ASID_POOL_INDEX_BITS);
}

struct asid_pool *asid_table_pool(word_t asid)
{
    return asid_table[asid >> ASID_POOL_INDEX_BITS];
}

pte_t *asid_root(word_t asid)
{
    const struct asid_pool *pool = asid_table_pool(asid);
    paddr_t root = pool ? pool->root[asid_index(asid)] : 0;

    return root != 0 ? table_at(root) : NULL;
}

struct asid_choice asid_free_pool(void)
{
    for (word_t i = 0; i < ASID_POOLS; i++) {
        if (!asid_table[i]) {
            return (struct asid_choice){true, i << ASID_POOL_INDEX_BITS};
        }
    }
    return (struct asid_choice){false, 0};
}

struct asid_choice asid_free_in_pool(const struct asid_pool *pool, word_t first_asid)
{
    for (word_t i = first_asid == 0 ? 1 : 0; i < ASID_POOL_ENTRIES; i++) {
        if (pool->root[i] == 0) {
            return (struct asid_choice){true, first_asid + i};
        }
    }
    return (struct asid_choice){false, 0};
}

void asid_install_pool(struct asid_pool *pool, word_t first_asid)
{
    asid_table[first_asid >> ASID_POOL_INDEX_BITS] = pool;
}

void asid_assign(struct asid_pool *pool, word_t asid, paddr_t root)
{
    pool->root[asid_index(asid)] = root;
}

void asid_release(paddr_t root, word_t asid)
{
    struct asid_pool *pool = asid_table_pool(asid);

    if (!pool || pool->root[asid_index(asid)] != root) {
        return;
    }
    pool->root[asid_index(asid)] = 0;
    translation_new_epoch();
    vspace_activate(kernel.cur);
    translation_release_space(asid);
}

void asid_delete_pool(struct asid_pool *pool, word_t first_asid)
{
    if (asid_table_pool(first_asid) != pool) {
        return;
    }
    asid_table[first_asid >> ASID_POOL_INDEX_BITS] = NULL;
    translation_new_epoch();
    vspace_activate(kernel.cur);
    for (word_t i = 0; i < ASID_POOL_ENTRIES; i++) {
        if (pool->root[i] != 0) {
            translation_release_space(first_asid + i);
        }
    }
}
