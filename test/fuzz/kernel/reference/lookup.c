/* SPDX-License-Identifier: BSD-2-Clause */
/* Capability addresses (CSP-1 to CSP-8). */
#include "rules.h"

struct lookup_failure lookup_no_root(void)
{
    return (struct lookup_failure){.type = seL4_InvalidRoot};
}

struct lookup_failure lookup_missing(word_t bits_left)
{
    return (struct lookup_failure){.type = seL4_MissingCapability, .word = {bits_left}};
}

static struct found no(struct lookup_failure failure)
{
    return (struct found){.slot = 0, .failure = failure};
}

/* The low bits of a word, all of it for 64. */
static word_t low(word_t word, word_t bits)
{
    return bits >= 64 ? word : word & ((UINT64_C(1) << bits) - 1u);
}

struct found lookup(struct cap root, word_t cptr, word_t bits)
{
    word_t left = bits;
    name_t slot = 0;

    if (root.kind != CAP_CNODE) {
        return no(lookup_no_root());
    }
    while (left > 0 && root.kind == CAP_CNODE) {
        word_t guard_bits = root.data % 64u;
        word_t guard = root.data / 64u;
        word_t address = low(cptr, left);
        if (guard_bits > left || (guard_bits > 0 && address >> (left - guard_bits) != guard)) {
            return no((struct lookup_failure){seL4_GuardMismatch, {left, guard, guard_bits}});
        }
        if (guard_bits + root.size > left) {
            return no((struct lookup_failure){seL4_DepthMismatch, {left, guard_bits + root.size, 0}});
        }
        left -= guard_bits + root.size;
        slot = slot_name(root.object, low(left >= 64 ? 0 : cptr >> left, root.size));
        root = cap_in(slot);
    }
    return (struct found){.slot = slot, .bits_left = left};
}

struct found lookup_in_cspace(const struct wthread *t, word_t cptr)
{
    return lookup(cap_in(slot_name(t->name, TCB_CSPACE)), cptr, 64);
}

struct found lookup_slot(struct cap root, word_t index, word_t depth, bool source, struct verdict *verdict)
{
    *verdict = verdict_ok();
    if (root.kind != CAP_CNODE) {
        *verdict = verdict_lookup(source, lookup_no_root());
        return no(lookup_no_root());
    }
    if (depth < 1 || depth > 64) {
        *verdict = verdict_range(1, 64);
        return no(lookup_no_root());
    }
    struct found found = lookup(root, index, depth);
    if (found.slot != 0 && found.bits_left > 0) {
        found = no((struct lookup_failure){seL4_DepthMismatch, {found.bits_left, 0, 0}});
    }
    if (found.slot == 0) {
        *verdict = verdict_lookup(source, found.failure);
    }
    return found;
}
