/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/cspace/derive.c, derive.h: all functions. What has children in the derivation tree is left open. */
#include "one_bit.h"
#include "memory/untyped.h"
#include "state.h"

/*@ // Of no state: nothing here writes the links of the tree.
    axiomatic children { predicate slot_has_children(struct slot *slot); } */

/*@ requires cap_fits(untyped); assigns \nothing; ensures \result == (1 << untyped.size); */
static inline word_t untyped_full(struct cap untyped);
/*@ assigns \nothing; ensures \result <==> slot_has_children((struct slot *)slot); */
bool tree_has_children(const struct slot *slot);
/*@ assigns kernel.error; ensures \result == FAILED && kernel.error.code == seL4_IllegalOperation; */
outcome_t error_illegal_operation(void);
/*@ assigns kernel.error; ensures \result == FAILED && kernel.error.code == seL4_RevokeFirst; */
outcome_t error_revoke_first(void);

#include "cspace/derive.c"
