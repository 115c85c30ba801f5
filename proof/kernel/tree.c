/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/cspace/tree.c: inserting and removing nodes, and comparing their capabilities. Assumed: a slot is found again
 * from the low 48 bits of its address, and no slot has the address 0 (the kernel's window and image lie where the upper
 * bits of an address repeat bit 47).
 */
#include "bits.h"
#include "cspace/slot.h"

/*@ axiomatic links {
      logic integer link_of(struct slot *s);
      logic struct slot *slot_of(integer link);
      predicate linkable(struct slot *s); // it is a slot

      axiom link_of_null: link_of(\null) == 0;
      axiom slot_of_null: slot_of(0) == \null;
      axiom slot_of_link: \forall struct slot *s; linkable(s) ==>
        s != \null && 1 <= link_of(s) < 0x1000000000000 && slot_of(link_of(s)) == s;
    }

    logic struct slot *next{L}(struct slot *s) = slot_of(s->next_link);
    logic struct slot *prev{L}(struct slot *s) = slot_of(s->prev_link);

    // The fields hold links to slots; a bit-field always fits.
    predicate tree_node{L}(struct slot *s) =
      \valid(s) && linkable(s) && 0 <= s->next_link < 0x1000000000000 && 0 <= s->prev_link < 0x1000000000000 &&
      s->next_link == link_of(next(s)) && s->prev_link == link_of(prev(s)) &&
      0 <= s->revocable <= 1 && 0 <= s->first_badged <= 1;

    // Null, or a node apart from s.
    predicate tree_neighbour{L}(struct slot *n, struct slot *s) = n == \null || (tree_node(n) && \separated(n, s));

    predicate tree_linked{L}(struct slot *a, struct slot *b) =
      (a != \null ==> next(a) == b) && (b != \null ==> prev(b) == a);

    // A node between its neighbours, which are linked with it and lie apart from it and from each other.
    predicate tree_inner{L}(struct slot *s) =
      tree_node(s) && tree_neighbour(next(s), s) && tree_neighbour(prev(s), s) &&
      (next(s) == \null || prev(s) == \null || \separated(next(s), prev(s))) &&
      tree_linked(prev(s), s) && tree_linked(s, next(s));

    predicate tree_empty{L}(struct slot *s) =
      s->cap.kind == CAP_NULL && s->next_link == 0 && s->prev_link == 0 && s->revocable == 0 && s->first_badged == 0;

    predicate tree_readable{L}(struct slot *s) = \valid_read(s) && cap_fits(s->cap) && 0 <= s->revocable <= 1; */

/*@ assigns \nothing; ensures \result == slot_of(link); */
static inline struct slot *slot_from_link(uint64_t link);
/*@ requires slot == \null || linkable((struct slot *)slot); assigns \nothing;
    ensures \result == link_of((struct slot *)slot) && \result < 0x1000000000000; */
static inline uint64_t slot_to_link(const struct slot *slot);
/*@ requires \valid_read(slot); assigns \nothing; ensures \result == next((struct slot *)slot); */
static inline struct slot *slot_next(const struct slot *slot);
/*@ requires \valid_read(slot); assigns \nothing; ensures \result == prev((struct slot *)slot); */
static inline struct slot *slot_prev(const struct slot *slot);

#include "cspace/tree.c"
