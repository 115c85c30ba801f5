/* SPDX-License-Identifier: BSD-2-Clause */
/* The initialiser trusts nothing in a description before this check has passed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "description.h"

#define UNTYPEDS 3
#define TEXT "first\0second"

/* A description with two tables; the heap makes reads behind it visible to the address sanitizer. */
static struct desc_header *make(void)
{
    size_t untypeds = sizeof(struct desc_header);
    size_t text = untypeds + UNTYPEDS * sizeof(struct desc_untyped);
    size_t size = text + sizeof TEXT;
    struct desc_header *header = calloc(1, size);

    assert_non_null(header);
    header->magic = DESC_MAGIC;
    header->size = (uint32_t)size;
    header->slot_count = 10;
    for (int i = 0; i < DESC_TABLE_COUNT; i++) {
        header->tables[i].offset = (uint32_t)untypeds;
    }
    header->tables[DESC_UNTYPEDS].count = UNTYPEDS;
    header->tables[DESC_TEXT] = (struct desc_range){(uint32_t)text, sizeof TEXT};
    memcpy((char *)header + text, TEXT, sizeof TEXT);
    return header;
}

static void seal(struct desc_header *header)
{
    size_t unchecked = offsetof(struct desc_header, slot_count);

    header->checksum = desc_crc32((uint8_t *)header + unchecked, (uint32_t)(header->size - unchecked));
}

static void test_crc_is_the_standard_one(void **state)
{
    (void)state;
    assert_int_equal(desc_crc32((const uint8_t *)"123456789", 9), 0xcbf43926);
    assert_int_equal(desc_crc32((const uint8_t *)"", 0), 0);
}

static void test_good_description(void **state)
{
    struct desc_header *header = make();

    (void)state;
    seal(header);
    assert_null(desc_check(header, header->size));
    assert_null(desc_check(header, header->size + 100));
    assert_ptr_equal(desc_entries(header, DESC_UNTYPEDS), header + 1);
    free(header);
}

static void test_every_changed_byte_is_noticed(void **state)
{
    struct desc_header *header = make();
    uint32_t size = header->size;

    (void)state;
    seal(header);
    for (uint32_t i = 0; i < size; i++) {
        ((uint8_t *)header)[i] ^= 0x40;
        assert_non_null(desc_check(header, size));
        ((uint8_t *)header)[i] ^= 0x40;
    }
    assert_null(desc_check(header, size));
    free(header);
}

static void test_truncated(void **state)
{
    struct desc_header *header = make();

    (void)state;
    seal(header);
    for (uint32_t size = 0; size < header->size; size++) {
        assert_non_null(desc_check(header, size));
    }
    free(header);
}

static void test_too_short_for_its_own_header(void **state)
{
    struct desc_header *header = make();

    (void)state;
    header->size = sizeof *header - 8;
    assert_non_null(desc_check(header, header->size + 100));
    free(header);
}

/* A right checksum does not help a table that reaches outside. */
static void test_tables_out_of_bounds(void **state)
{
    static const struct desc_range bad[] = {
        {sizeof(struct desc_header), UNTYPEDS + 2},     /* longer than the description */
        {sizeof(struct desc_header), UINT32_MAX},       /* times the entry size exceeds 32 bits */
        {UINT32_MAX & ~7u, 1},                          /* offset plus size exceeds 32 bits */
        {sizeof(struct desc_header) + 4, 1},            /* not aligned */
        {0, 1},                                         /* inside the header */
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct desc_header *header = make();

        header->tables[DESC_UNTYPEDS] = bad[i];
        seal(header);
        assert_non_null(desc_check(header, header->size));
        free(header);
    }
}

static void test_names_must_end(void **state)
{
    struct desc_header *header = make();

    (void)state;
    header->tables[DESC_TEXT].count -= 1;
    ((char *)header)[header->tables[DESC_TEXT].offset + header->tables[DESC_TEXT].count - 1] = 'x';
    seal(header);
    assert_non_null(desc_check(header, header->size));
    free(header);
}

/* The layout is shared by two compilers for two machines. */
static void test_layout(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct desc_header), 48 + 8 * DESC_TABLE_COUNT);
    assert_int_equal(sizeof(struct desc_untyped), 16);
    assert_int_equal(sizeof(struct desc_retype), 20);
    assert_int_equal(sizeof(struct desc_cap), 32);
    assert_int_equal(sizeof(struct desc_irq), 16);
    assert_int_equal(sizeof(struct desc_fill), 16);
    assert_int_equal(sizeof(struct desc_table_map), 16);
    assert_int_equal(sizeof(struct desc_map), 32);
    assert_int_equal(sizeof(struct desc_sc), 32);
    assert_int_equal(sizeof(struct desc_tcb), 80);
    assert_int_equal(sizeof(struct desc_schedule), 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crc_is_the_standard_one),
        cmocka_unit_test(test_good_description),
        cmocka_unit_test(test_every_changed_byte_is_noticed),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_too_short_for_its_own_header),
        cmocka_unit_test(test_tables_out_of_bounds),
        cmocka_unit_test(test_names_must_end),
        cmocka_unit_test(test_layout),
    };

    return cmocka_run_group_tests_name("sdk/description", tests, NULL, NULL);
}
