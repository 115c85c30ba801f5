/* SPDX-License-Identifier: BSD-2-Clause */
/* The freestanding memory and string functions, renamed, against the host's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define memcpy  our_memcpy
#define memmove our_memmove
#define memset  our_memset
#define memcmp  our_memcmp
#define strlen  our_strlen
#define strcmp  our_strcmp
#define strncmp our_strncmp
#define strcpy  our_strcpy
#include "../../../os/lib/memory/memory.c"
#include "../../../os/lib/memory/string.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef strlen
#undef strcmp
#undef strncmp
#undef strcpy

#define SIZE 160u

static void fill(unsigned char *bytes)
{
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (unsigned char)(rand() % 255 + 1);
    }
}

/* Every alignment of both ends and every small size, with the bytes around untouched. */
static void test_copy_and_set(void **state)
{
    unsigned char source[SIZE], ours[SIZE], theirs[SIZE];

    (void)state;
    fill(source);
    for (size_t to = 0; to < 9; to++) {
        for (size_t from = 0; from < 9; from++) {
            for (size_t size = 0; size + 9 <= 140; size++) {
                fill(ours);
                memcpy(theirs, ours, SIZE);
                assert_ptr_equal(our_memcpy(ours + to, source + from, size), ours + to);
                memcpy(theirs + to, source + from, size);
                assert_memory_equal(ours, theirs, SIZE);
                assert_ptr_equal(our_memset(ours + to, (int)size + 256, size), ours + to);
                memset(theirs + to, (int)size, size);
                assert_memory_equal(ours, theirs, SIZE);
            }
        }
    }
}

static void test_move(void **state)
{
    unsigned char ours[SIZE], theirs[SIZE];

    (void)state;
    for (size_t to = 0; to < 20; to++) {
        for (size_t from = 0; from < 20; from++) {
            for (size_t size = 0; size < 40; size++) {
                fill(ours);
                memcpy(theirs, ours, SIZE);
                our_memmove(ours + to, ours + from, size);
                memmove(theirs + to, theirs + from, size);
                assert_memory_equal(ours, theirs, SIZE);
            }
        }
    }
}

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void test_compare(void **state)
{
    static const char *const texts[] = { "", "a", "b", "ab", "abc", "\xff", "abd", "ab\xff" };

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(our_strlen(texts[i]), strlen(texts[i]));
        for (size_t j = 0; j < 8; j++) {
            assert_int_equal(sign(our_strcmp(texts[i], texts[j])), sign(strcmp(texts[i], texts[j])));
            for (size_t n = 0; n < 5; n++) {
                assert_int_equal(sign(our_strncmp(texts[i], texts[j], n)),
                                 sign(strncmp(texts[i], texts[j], n)));
            }
        }
    }
    assert_int_equal(our_memcmp("a\0b", "a\0c", 2), 0);
    assert_true(our_memcmp("a\0b", "a\0c", 3) < 0);
    assert_true(our_memcmp("\xff", "\x01", 1) > 0);
}

static void test_strcpy(void **state)
{
    char text[8] = "1234567";

    (void)state;
    assert_ptr_equal(our_strcpy(text, "abc"), text);
    assert_memory_equal(text, "abc\0" "567", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copy_and_set),
        cmocka_unit_test(test_move),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_strcpy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
