/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The capability derivation tree (CDT-1 to CDT-13).
 */
#pragma once

#include "cspace/slot.h"

/* CDT-2: fills the empty slot `to` with cap, derived from `from`. */
void tree_insert_derived(struct cap cap, struct slot *from, struct slot *to);

/* CDT-3: fills the empty slot `to` as a new object, child of `parent` (null: an isolated node, for boot). */
void tree_insert_created(struct cap cap, struct slot *parent, struct slot *to);

/* CDT-4: moves node `from` to the empty slot `to`, which then holds cap. */
COLD void tree_move(struct cap cap, struct slot *from, struct slot *to);

/* CDT-4: exchanges two distinct non-empty nodes; afterwards a holds cap_a and b holds cap_b. */
COLD void tree_swap(struct slot *a, struct cap cap_a, struct slot *b, struct cap cap_b);

/* CDT-5: unlinks the node and empties the slot. */
void tree_remove(struct slot *slot);

/* CDT-6: later is some node after earlier in list order. */
bool tree_is_parent(const struct slot *earlier, const struct slot *later);

/* CDT-7 */
bool tree_has_children(const struct slot *slot);

/* CDT-13: does this non-empty slot hold the last capability to its object? */
bool tree_is_final(const struct slot *slot);

/* CDT-10 and CDT-12 */
bool cap_same_region(struct cap a, struct cap b);
bool cap_same_object(struct cap a, struct cap b);
