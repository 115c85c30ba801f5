/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/cspace/lookup.c: the resolution loop. Assumed: a CNode capability names memory with as many slots as
 * it says, and each capability in them that is one to a CNode has a radix of at least 1 (UNT-2 refuses 0).
 */
#include "one_bit.h"
#include "state.h"

/*@ predicate cap_resolves(struct cap c) = c.kind == CAP_CNODE ==> c.size >= 1; */

/*@ requires \valid(&kernel.lookup_failure); assigns kernel.lookup_failure; */
void lookup_invalid_root(void);
/*@ requires \valid(&kernel.lookup_failure); assigns kernel.lookup_failure; */
void lookup_depth_mismatch(word_t bits_left, word_t bits_found);
/*@ requires \valid(&kernel.lookup_failure); assigns kernel.lookup_failure; */
void lookup_guard_mismatch(word_t bits_left, word_t guard, word_t bits_found);

/*@ requires cap_fits(cnode) && cnode.kind == CAP_CNODE && index < (1 << cnode.size);
    assigns \nothing;
    ensures \valid(\result) && cap_fits(\result->cap) && cap_resolves(\result->cap); */
static inline struct slot *cnode_slot(struct cap cnode, word_t index);

#include "cspace/lookup.c"
