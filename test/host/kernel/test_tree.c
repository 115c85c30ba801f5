/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The derivation tree against a model: random copies, badges, moves, swaps, removals and revocations of
 * endpoint capabilities. The model keeps, for each capability, the badge family that it belongs to; revoking
 * a family's founder removes exactly the family, revoking the original removes everything else (CDT-8).
 */
#include "cspace/delete.h"
#include "cspace/tree.h"
#include "system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { SLOTS = 24, STEPS = 60000, BADGES = 3 };

static struct slot slots[SLOTS];

/* family 0: unbadged copies; founder: may revoke its family. The original is the founder of family 0. */
static struct model {
    bool used;
    bool founder;
    uint32_t family;
    word_t badge;
} model[SLOTS];

static uint32_t families;
static uint64_t random_state;

static uint32_t pick(uint32_t n)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % n;
}

static struct cap endpoint(word_t badge)
{
    static _Alignas(16) uint8_t object[16];
    return cap_make(CAP_ENDPOINT, pointer_physical(object), RIGHTS_ALL, 0, false, badge);
}

static void start(uint64_t seed)
{
    memset(slots, 0, sizeof(slots));
    memset(model, 0, sizeof(model));
    memset(&kernel, 0, sizeof(kernel));
    random_state = seed;
    families = 1;
    tree_insert_created(endpoint(0), NULL, &slots[0]);
    model[0] = (struct model){.used = true, .founder = true};
}

static void check_list(void)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
        assert_int_equal(!slot_is_empty(&slots[i]), model[i].used);
        if (model[i].used) {
            assert_int_equal(slots[i].cap.data, model[i].badge);
            first += slot_prev(&slots[i]) == NULL;
            assert_true(!slot_next(&slots[i]) || slot_prev(slot_next(&slots[i])) == &slots[i]);
            assert_true(!slot_prev(&slots[i]) || slot_next(slot_prev(&slots[i])) == &slots[i]);
        } else {
            assert_null(slot_next(&slots[i]));
            assert_null(slot_prev(&slots[i]));
        }
    }
    assert_int_equal(first, 1);
}

static void derive(uint32_t from, uint32_t to)
{
    word_t badge = model[from].badge ? model[from].badge : pick(BADGES);
    bool minted = badge != model[from].badge;

    tree_insert_derived(endpoint(badge), &slots[from], &slots[to]);
    model[to] = (struct model){
        .used = true, .founder = minted, .family = minted ? families++ : model[from].family, .badge = badge};
}

static void exchange(uint32_t a, uint32_t b)
{
    struct model kept = model[a];
    if (model[b].used) {
        tree_swap(&slots[a], slots[b].cap, &slots[b], slots[a].cap);
    } else {
        tree_move(slots[a].cap, &slots[a], &slots[b]);
    }
    model[a] = model[b];
    model[b] = kept;
}

/* What revoking s deletes: the original takes all, a founder its family, others nothing. */
static bool is_descendant(uint32_t s, uint32_t other)
{
    if (s == other || !model[other].used || !model[s].founder) {
        return false;
    }
    return model[s].family == 0 || model[other].family == model[s].family;
}

static void revoke(uint32_t s)
{
    while (tree_has_children(&slots[s])) {
        uint32_t child = (uint32_t)(slot_next(&slots[s]) - slots);
        assert_true(is_descendant(s, child));
        tree_remove(&slots[child]);
        model[child].used = false;
    }
    for (uint32_t i = 0; i < SLOTS; i++) {
        assert_false(is_descendant(s, i));
    }
}

static uint32_t used_slots(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
        count += model[i].used;
    }
    return count;
}

static void step(void)
{
    uint32_t a = pick(SLOTS);
    uint32_t b = pick(SLOTS);

    if (!model[a].used || a == b) {
        return;
    }
    if (pick(8) == 0) {
        exchange(a, b);
    } else if (pick(16) == 0) {
        revoke(a);
    } else if (pick(6) == 0 && !(model[a].founder && model[a].family == 0)) {
        assert_int_equal(tree_is_final(&slots[a]), used_slots() == 1);
        tree_remove(&slots[a]);
        model[a].used = false;
    } else if (!model[b].used) {
        derive(a, b);
    }
}

static void cdt8_random_operations_match_the_model(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        start(seed);
        for (uint32_t i = 0; i < STEPS; i++) {
            step();
            check_list();
        }
    }
}

static void cdt4_swap_of_neighbours(void **state)
{
    (void)state;
    start(1);
    tree_insert_derived(endpoint(0), &slots[0], &slots[1]);
    tree_swap(&slots[0], endpoint(0), &slots[1], endpoint(0));
    assert_ptr_equal(slot_next(&slots[1]), &slots[0]);
    assert_ptr_equal(slot_prev(&slots[0]), &slots[1]);
    assert_null(slot_prev(&slots[1]));
    assert_null(slot_next(&slots[0]));
    assert_true(slots[1].revocable && !slots[0].revocable);
    tree_swap(&slots[0], endpoint(0), &slots[1], endpoint(0));
    assert_ptr_equal(slot_next(&slots[0]), &slots[1]);
    assert_ptr_equal(slot_prev(&slots[1]), &slots[0]);
}

static struct cap cap_of(enum cap_kind kind, paddr_t object, uint32_t size, word_t data)
{
    return cap_make(kind, object, 0, size, false, data);
}

static void cdt10_untyped_covers_what_lies_inside(void **state)
{
    (void)state;
    struct cap untyped = cap_untyped(0x10000, 16, false, 0);
    assert_true(cap_same_region(untyped, cap_untyped(0x10000, 16, false, 0)));
    assert_true(cap_same_region(untyped, cap_of(CAP_ENDPOINT, 0x1fff0, 0, 0)));
    assert_true(cap_same_region(untyped, cap_zombie(0x1f000, 4, false, 3)));
    assert_false(cap_same_region(untyped, cap_of(CAP_ENDPOINT, 0x20000, 0, 0)));
    assert_false(cap_same_region(untyped, cap_untyped(0x0, 20, false, 0)));
    assert_false(cap_same_region(untyped, cap_of(CAP_IRQ_HANDLER, 0, 0, 0x10000)));
    assert_false(cap_same_region(untyped, cap_of(CAP_SMC, 0, 0, 0x10000)));
    /* A region at address 0 covers no capability without an object. */
    struct cap lowest = cap_untyped(0, 12, true, 0);
    assert_false(cap_same_region(lowest, cap_of(CAP_DOMAIN, 0, 0, 0)));
    assert_false(cap_same_region(lowest, cap_of(CAP_SCHED_CONTROL, 0, 0, 0)));
    assert_false(cap_same_region(lowest, cap_of(CAP_ASID_CONTROL, 0, 0, 0)));
    assert_false(cap_same_region(lowest, cap_of(CAP_SGI_SIGNAL, 0, 0, 0)));
}

static void cdt10_other_kinds(void **state)
{
    (void)state;
    struct cap control = cap_of(CAP_IRQ_CONTROL, 0, 0, 0);
    struct cap node = cap_cnode(0x4000, 5, 3, 2);
    assert_true(cap_same_region(control, cap_of(CAP_IRQ_HANDLER, 0, 0, 7)));
    assert_true(cap_same_region(control, cap_of(CAP_SGI_SIGNAL, 0, 0, 7)));
    assert_false(cap_same_region(cap_of(CAP_IRQ_HANDLER, 0, 0, 7), cap_of(CAP_IRQ_HANDLER, 0, 0, 8)));
    assert_true(cap_same_region(node, cap_cnode(0x4000, 5, 0, 0)));
    assert_false(cap_same_region(node, cap_cnode(0x4000, 6, 0, 0)));
    assert_false(cap_same_region(cap_zombie(0x4000, 5, false, 1), cap_zombie(0x4000, 5, false, 1)));
    assert_true(cap_same_region(cap_of(CAP_SCHED_CONTROL, 0, 0, 0), cap_of(CAP_SCHED_CONTROL, 0, 0, 1)));
}

static void cdt12_same_object(void **state)
{
    (void)state;
    struct cap frame = cap_frame(0x200000, 21, false, 3);
    assert_false(cap_same_object(cap_untyped(0x1000, 12, false, 0), cap_untyped(0x1000, 12, false, 0)));
    assert_false(cap_same_object(cap_of(CAP_IRQ_CONTROL, 0, 0, 0), cap_of(CAP_IRQ_CONTROL, 0, 0, 0)));
    assert_false(cap_same_object(cap_of(CAP_SGI_SIGNAL, 0, 0, 3), cap_of(CAP_SGI_SIGNAL, 0, 0, 3)));
    assert_true(cap_same_object(frame, cap_mapped_at(frame, 4, 0x400000)));
    assert_false(cap_same_object(frame, cap_frame(0x200000, 12, false, 3)));
    assert_false(cap_same_object(frame, cap_frame(0x200000, 21, true, 3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cdt8_random_operations_match_the_model),
        cmocka_unit_test(cdt4_swap_of_neighbours),
        cmocka_unit_test(cdt10_untyped_covers_what_lies_inside),
        cmocka_unit_test(cdt10_other_kinds),
        cmocka_unit_test(cdt12_same_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
