/* SPDX-License-Identifier: BSD-2-Clause */
/* The formatter against the host's C library, which is the definition of what it must print (UTL-6). */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sddf/util/printf.h>

#include "mock_sddf.h"

/* Formats are built at run time here. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

#define SIZE 2048

static void compare(const char *format, ...)
{
    char ours[SIZE], theirs[SIZE];
    va_list args;
    int our_length, their_length;

    va_start(args, format);
    our_length = sddf_vsnprintf(ours, sizeof(ours), format, args);
    va_end(args);
    va_start(args, format);
    their_length = vsnprintf(theirs, sizeof(theirs), format, args);
    va_end(args);
    if (strcmp(ours, theirs) != 0 || our_length != their_length) {
        fail_msg("`%s' gives `%s' (%d), not `%s' (%d)", format, ours, our_length, theirs, their_length);
    }
}

static const char *const flags[] = { "", "-", "0", "+", " ", "#", "-0", "+0", "#0", "+ ", "-#", "-+0 #" };
static const char *const widths[] = { "", "1", "7", "30", ".", ".0", ".1", ".3", ".12", "10.4",
                                      "4.10", "30.20" };

#define FOR_EACH_FORMAT(format, letters, lengths)                                                  \
    char format[64];                                                                               \
    for (size_t f = 0; f < sizeof(flags) / sizeof(flags[0]); f++)                                  \
        for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++)                            \
            for (const char *l = letters; *l != '\0' &&                                            \
                 snprintf(format, sizeof(format), "<%%%s%s%s%c>", flags[f], widths[w], lengths, *l) > 0; l++)

static void test_integers(void **state)
{
    static const long long values[] = { 0, 1, -1, 7, 8, 255, 65535, 123456789, INT64_MIN, INT64_MAX };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        {
            FOR_EACH_FORMAT(format, "dixXuo", "ll")
                compare(format, values[i]);
        }
        {
            FOR_EACH_FORMAT(format, "dixXuo", "")
                compare(format, (int)values[i]);
        }
        compare("%hhd %hhu %hd %hu", (int)values[i], (int)values[i], (int)values[i], (int)values[i]);
        compare("%ld %lu %zx %jd %td", (long)values[i], (long)values[i], (size_t)values[i],
                (intmax_t)values[i], (ptrdiff_t)values[i]);
    }
}

static void test_binary(void **state)
{
    char text[100];
    /* Not every compiler knows %b, so the format is not a literal. */
    char format[] = "%b %#b %08b";

    (void)state;
    sddf_snprintf(text, sizeof(text), format, 10u, 5u, 5u);
    assert_string_equal(text, "1010 0b101 00000101");
}

static void test_strings(void **state)
{
    (void)state;
    {
        FOR_EACH_FORMAT(format, "s", "")
            if (strchr(flags[f], '0') == NULL) {
                compare(format, "hello");
            }
    }
    compare("%%");
    compare("%c|%3c|%-3c|", 'a', 'b', 'c');
    compare("%*d|%-*d|%*d|%.*f|%.*s", 5, 42, 5, 42, -5, 42, 2, 3.14159, 3, "abcdef");
    compare("%.*d", -1, 42);
}

/* A string that is not terminated is read only as far as its precision. */
static void test_bounded_string(void **state)
{
    char *text = malloc(3);

    (void)state;
    memcpy(text, "abc", 3);
    compare("%.3s", text);
    free(text);
}

static void test_special_doubles(void **state)
{
    static const double values[] = {
        0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.05, 0.25, 0.125, 9.5, 9.9999999, 99.995, 0.0001, 0.00001,
        123456.0, 1234567.0, 1e10, 1e15, 1e22, 1e100, 1.0 / 3, 2.0 / 3, 3.14159265358979, DBL_MAX, DBL_MIN,
        DBL_TRUE_MIN, 4.9406564584124654e-324, 0.1, 0.2, 1e-5, 5e-324,
    };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        FOR_EACH_FORMAT(format, "fFeEgG", "")
            compare(format, values[i]);
    }
    {
        FOR_EACH_FORMAT(format, "fFeEgG", "")
            if (strchr(flags[f], '0') == NULL) {
                compare(format, INFINITY);
                compare(format, -INFINITY);
                compare(format, (double)NAN);
            }
    }
    /* Rounding up to the next power of ten; not with `#', where some C libraries lose the zeros. */
    compare("%g %g %.0f %.1e", 999999.5, 9999995.0, 9.5, 9.96);
    compare("%.800f", DBL_TRUE_MIN);
    compare("%.1000e", DBL_TRUE_MIN);
    compare("%f", DBL_MAX);
}

static void test_random_doubles(void **state)
{
    static const char *const formats[] = { "%f", "%.0f", "%.17g", "%e", "%.3g", "%.20f", "%g", "%.0e" };

    (void)state;
    srand(17);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = 0;
        double value;

        for (int j = 0; j < 4; j++) {
            bits = bits << 16 | ((uint64_t)rand() & 0xffff);
        }
        memcpy(&value, &bits, sizeof(value));
        if (isfinite(value)) {
            compare(formats[i % 8], value);
        }
    }
}

static void test_truncation(void **state)
{
    char text[4] = "xyz";

    (void)state;
    assert_int_equal(sddf_snprintf(text, 0, "%d", 12345), 5);
    assert_string_equal(text, "xyz");
    assert_int_equal(sddf_snprintf(text, sizeof(text), "%d", 12345), 5);
    assert_string_equal(text, "123");
    assert_int_equal(sddf_sprintf(text, "%s", "ab"), 2);
    assert_string_equal(text, "ab");
}

static void test_pointer(void **state)
{
    char text[40];

    (void)state;
    sddf_snprintf(text, sizeof(text), "%p", (void *)0x1234abcd);
    assert_string_equal(text, "0x000000001234abcd");
}

static void test_backend(void **state)
{
    (void)state;
    mock_reset();
    assert_int_equal(sddf_printf("%s-%d\n", "x", 5), 4);
    assert_string_equal(mock.printed, "x-5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers),        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_strings),         cmocka_unit_test(test_bounded_string),
        cmocka_unit_test(test_special_doubles), cmocka_unit_test(test_random_doubles),
        cmocka_unit_test(test_truncation),      cmocka_unit_test(test_pointer),
        cmocka_unit_test(test_backend),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
