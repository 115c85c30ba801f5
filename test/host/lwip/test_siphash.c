/* SPDX-License-Identifier: BSD-2-Clause */
/* The hash against the published test vector, and against its own key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "siphash.h"

/* Of the reference vectors: key 00 01 .. 0f, input 00 01 .. 0f (16 bytes). */
static void gives_the_published_value(void **state)
{
    (void)state;
    const uint64_t key[2] = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};

    assert_int_equal(siphash_2_words(key, key[0], key[1]), UINT64_C(0x3f2acc7f57c29bdb));
}

static void depends_on_every_bit(void **state)
{
    (void)state;
    const uint64_t key[2] = {1, 2};
    uint64_t plain = siphash_2_words(key, 3, 4);

    for (unsigned bit = 0; bit < 64; bit++) {
        uint64_t flip = UINT64_C(1) << bit;
        assert_int_not_equal(siphash_2_words(key, 3 ^ flip, 4), plain);
        assert_int_not_equal(siphash_2_words(key, 3, 4 ^ flip), plain);
        assert_int_not_equal(siphash_2_words((const uint64_t[2]){1 ^ flip, 2}, 3, 4), plain);
        assert_int_not_equal(siphash_2_words((const uint64_t[2]){1, 2 ^ flip}, 3, 4), plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_value),
        cmocka_unit_test(depends_on_every_bit),
    };
    return cmocka_run_group_tests_name("siphash", tests, NULL, NULL);
}
