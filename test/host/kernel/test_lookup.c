/* SPDX-License-Identifier: BSD-2-Clause */
/* Translation of capability addresses, rule by rule (CSP-1 to CSP-7, CNO-3, CAP-4). */
#include "cspace/derive.h"
#include "cspace/lookup.h"
#include "system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { RADIX = 4, SLOTS = 1 << RADIX, LEVELS = 64 };

static _Alignas(1024) struct slot outer[SLOTS];
static _Alignas(1024) struct slot inner[SLOTS];
static _Alignas(1024) struct slot chain[LEVELS][2];

static struct cap cnode(const struct slot *slots, uint32_t radix, word_t guard, uint32_t guard_size)
{
    return cap_cnode(pointer_physical(slots), radix, guard, guard_size);
}

static int clear(void **state)
{
    (void)state;
    memset(&kernel, 0, sizeof(kernel));
    memset(outer, 0, sizeof(outer));
    memset(inner, 0, sizeof(inner));
    memset(chain, 0, sizeof(chain));
    return 0;
}

static void expect_failure(word_t type, word_t first, word_t second, word_t third)
{
    assert_int_equal(kernel.lookup_failure.type, type);
    assert_int_equal(kernel.lookup_failure.word[0], first);
    assert_int_equal(kernel.lookup_failure.word[1], second);
    assert_int_equal(kernel.lookup_failure.word[2], third);
}

static void csp1_root_must_be_a_cnode(void **state)
{
    (void)state;
    assert_null(cspace_resolve(cap_null(), 0, 64).slot);
    expect_failure(seL4_InvalidRoot, 0, 0, 0);
    assert_null(cspace_resolve(cap_zombie(pointer_physical(outer), RADIX, false, 3), 0, 64).slot);
    expect_failure(seL4_InvalidRoot, 0, 0, 0);
}

static void csp1_guard_and_index_select_the_slot(void **state)
{
    (void)state;
    struct resolved found = cspace_resolve(cnode(outer, RADIX, 0x5, 8), 0x053, 12);
    assert_ptr_equal(found.slot, &outer[3]);
    assert_int_equal(found.bits_left, 0);
}

static void csp2_guard_is_tested_before_depth(void **state)
{
    (void)state;
    assert_null(cspace_resolve(cnode(outer, RADIX, 0x5, 8), 0x063, 12).slot);
    expect_failure(seL4_GuardMismatch, 12, 0x5, 8);
    /* Fewer bits than the guard, and a guard that differs although the depth would not do either. */
    assert_null(cspace_resolve(cnode(outer, RADIX, 0x5, 8), 0x5, 6).slot);
    expect_failure(seL4_GuardMismatch, 6, 0x5, 8);
    assert_null(cspace_resolve(cnode(outer, RADIX, 0x5, 8), 0x6, 10).slot);
    expect_failure(seL4_GuardMismatch, 10, 0x5, 8);
    assert_null(cspace_resolve(cnode(outer, RADIX, 0x5, 8), 0x5 << 2, 10).slot);
    expect_failure(seL4_DepthMismatch, 10, 12, 0);
}

static void csp2_largest_guard(void **state)
{
    (void)state;
    word_t guard = MASK_BITS(58);
    assert_ptr_equal(cspace_resolve(cnode(chain[0], 1, guard, 63), guard << 1 | 1, 64).slot, &chain[0][1]);
    assert_null(cspace_resolve(cnode(chain[0], 1, guard, 63), UINT64_MAX, 64).slot);
    expect_failure(seL4_GuardMismatch, 64, guard, 63);
}

static void csp3_stops_at_what_is_not_a_cnode(void **state)
{
    (void)state;
    struct resolved empty = cspace_resolve(cnode(outer, RADIX, 0, 0), UINT64_C(0x7) << 60, 64);
    assert_ptr_equal(empty.slot, &outer[7]);
    assert_int_equal(empty.bits_left, 60);
    outer[2].cap = cap_zombie(pointer_physical(inner), RADIX, false, 5);
    struct resolved zombie = cspace_resolve(cnode(outer, RADIX, 0, 0), UINT64_C(0x21) << 56, 64);
    assert_ptr_equal(zombie.slot, &outer[2]);
    assert_int_equal(zombie.bits_left, 60);
}

static void csp5_goes_on_into_a_nested_cnode(void **state)
{
    (void)state;
    outer[2].cap = cnode(inner, RADIX, 0x1, 1);
    struct resolved found = cspace_resolve(cnode(outer, RADIX, 0, 0), 0x2 << 5 | 1 << 4 | 0x9, 9);
    assert_ptr_equal(found.slot, &inner[9]);
    assert_int_equal(found.bits_left, 0);
    /* A failure deeper down counts the bits that were left there. */
    assert_null(cspace_resolve(cnode(outer, RADIX, 0, 0), 0x2 << 5 | 0x9, 9).slot);
    expect_failure(seL4_GuardMismatch, 5, 1, 1);
}

static void trap11_sixty_four_levels_of_one_bit(void **state)
{
    (void)state;
    for (uint32_t i = 0; i + 1 < LEVELS; i++) {
        chain[i][1].cap = cnode(chain[i + 1], 1, 0, 0);
    }
    struct cap root = cnode(chain[0], 1, 0, 0);
    assert_ptr_equal(cspace_resolve(root, UINT64_MAX, 64).slot, &chain[LEVELS - 1][1]);
    assert_ptr_equal(cspace_resolve(root, UINT64_MAX - 1u, 64).slot, &chain[LEVELS - 1][0]);
}

static void csp6_operation_slots_are_exact(void **state)
{
    (void)state;
    struct cap root = cnode(outer, RADIX, 0, 0);
    assert_ptr_equal(cspace_operation_slot(root, 0xfff3, 4, false), &outer[3]);
    assert_null(cspace_operation_slot(root, 0x30, 8, true));
    assert_int_equal(kernel.error.code, seL4_FailedLookup);
    assert_int_equal(kernel.error.word[0], 1);
    expect_failure(seL4_DepthMismatch, 4, 0, 0);
    assert_null(cspace_operation_slot(cap_null(), 0, 65, false));
    assert_int_equal(kernel.error.code, seL4_FailedLookup);
    assert_int_equal(kernel.error.word[0], 0);
}

static void csp6_depth_range(void **state)
{
    (void)state;
    static const word_t bad[] = {0, 65, 256 + 4, UINT64_MAX};
    for (uint32_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_null(cspace_operation_slot(cnode(outer, RADIX, 0, 0), 0, bad[i], false));
        assert_int_equal(kernel.error.code, seL4_RangeError);
        assert_int_equal(kernel.error.word[0], 1);
        assert_int_equal(kernel.error.word[1], 64);
    }
}

static void cno3_data_of_badges_and_guards(void **state)
{
    (void)state;
    struct cap endpoint = cap_make(CAP_ENDPOINT, 0x1000, RIGHTS_ALL, 0, false, 0);
    assert_int_equal(cap_update(false, UINT64_MAX, endpoint).data, UINT64_MAX);
    assert_true(cap_is(cap_update(true, 0, endpoint), CAP_NULL));
    endpoint.data = 5;
    assert_true(cap_is(cap_update(false, 0, endpoint), CAP_NULL));
    struct cap node = cap_update(true, UINT64_C(0xabc) << 6 | 8, cnode(outer, RADIX, 0x3, 2));
    assert_int_equal(cap_guard(node), 0xbc);
    assert_int_equal(cap_guard_size(node), 8);
    assert_int_equal(cap_guard_size(cap_update(false, 0, node)), 0);
    assert_true(cap_is(cap_update(false, 61, node), CAP_NULL));
    assert_false(cap_is(cap_update(false, 60, node), CAP_NULL));
}

static void cap4_masks_only_take_away(void **state)
{
    (void)state;
    static const uint32_t kinds[] = {CAP_ENDPOINT, CAP_NOTIFICATION, CAP_REPLY, CAP_FRAME};
    static const uint32_t exist[] = {15, 3, 4, 3};
    for (uint32_t k = 0; k < 4; k++) {
        for (uint32_t word = 0; word < 256; word++) {
            struct cap cap = cap_make((enum cap_kind)kinds[k], 0x1000, exist[k], 12, false, 0);
            uint32_t wanted = word & exist[k];
            if (kinds[k] == CAP_FRAME && (wanted & RIGHT_READ) == 0) {
                wanted = 0;
            }
            assert_int_equal(cap_mask_rights(cap, word).rights, wanted);
        }
    }
    struct cap thread = cap_make(CAP_THREAD, 0x1000, 0, 0, false, 0);
    assert_true(cap_is(cap_mask_rights(thread, 0), CAP_THREAD));
}

#define TEST(name) cmocka_unit_test_setup(name, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(csp1_root_must_be_a_cnode),
        TEST(csp1_guard_and_index_select_the_slot),
        TEST(csp2_guard_is_tested_before_depth),
        TEST(csp2_largest_guard),
        TEST(csp3_stops_at_what_is_not_a_cnode),
        TEST(csp5_goes_on_into_a_nested_cnode),
        TEST(trap11_sixty_four_levels_of_one_bit),
        TEST(csp6_operation_slots_are_exact),
        TEST(csp6_depth_range),
        TEST(cno3_data_of_badges_and_guards),
        TEST(cap4_masks_only_take_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
