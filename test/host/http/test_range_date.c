/* SPDX-License-Identifier: BSD-2-Clause */
/* Range fields and dates. */
#include "fixture.h"

#include <string.h>

#include "http_date.h"
#include "http_range.h"

static void reads_ranges(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        uint64_t size;
        enum http_range_result result;
        uint64_t first;
        uint64_t length;
    } rows[] = {
        {"bytes=0-0", 10, RANGE_PART, 0, 1},
        {"bytes=0-9", 10, RANGE_PART, 0, 10},
        {"bytes=3-", 10, RANGE_PART, 3, 7},
        {"bytes=3-99", 10, RANGE_PART, 3, 7},
        {"bytes=-3", 10, RANGE_PART, 7, 3},
        {"bytes=-99", 10, RANGE_PART, 0, 10},
        {"Bytes=9-", 10, RANGE_PART, 9, 1},
        {"bytes=0-9223372036854775799", 10, RANGE_PART, 0, 10},
        {"bytes=10-", 10, RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=-0", 10, RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=0-", 0, RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=-1", 0, RANGE_UNSATISFIABLE, 0, 0},
        {"bytes=5-4", 10, RANGE_NONE, 0, 0},
        {"bytes=0-1,3-4", 10, RANGE_NONE, 0, 0},
        {"bytes=", 10, RANGE_NONE, 0, 0},
        {"bytes=-", 10, RANGE_NONE, 0, 0},
        {"bytes=a-b", 10, RANGE_NONE, 0, 0},
        {"bytes=1", 10, RANGE_NONE, 0, 0},
        {"bytes=--1", 10, RANGE_NONE, 0, 0},
        {"bytes=99999999999999999999-", 10, RANGE_NONE, 0, 0},
        {"lines=0-1", 10, RANGE_NONE, 0, 0},
        {"b", 10, RANGE_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t first = 0;
        uint64_t length = 0;
        enum http_range_result result =
            http_range_parse(rows[i].value, strlen(rows[i].value), rows[i].size, &first, &length);
        if (result != rows[i].result ||
            (result == RANGE_PART && (first != rows[i].first || length != rows[i].length))) {
            print_error("%s: %d %lu %lu\n", rows[i].value, (int)result, (unsigned long)first,
                        (unsigned long)length);
            fail();
        }
    }
}

static void reads_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        uint64_t seconds;
    } rows[] = {
        {"Thu, 01 Jan 1970 00:00:00 GMT", true, 0},
        {"Sun, 06 Nov 1994 08:49:37 GMT", true, 784111777},
        {"Tue, 29 Feb 2000 23:59:59 GMT", true, 951868799},
        {"Wed, 01 Mar 2000 00:00:00 GMT", true, 951868800},
        {"Tue, 19 Jan 2038 03:14:08 GMT", true, 2147483648},
        {"Sunday, 06-Nov-94 08:49:37 GMT", false, 0},
        {"Sun Nov  6 08:49:37 1994", false, 0},
        {"Sun, 06 Nov 1994 08:49:37 UTC", false, 0},
        {"Sun, 06 Nov 1994 24:49:37 GMT", false, 0},
        {"Sun, 06 Nov 1994 08:60:37 GMT", false, 0},
        {"Sun, 00 Nov 1994 08:49:37 GMT", false, 0},
        {"Sun, 06 Foo 1994 08:49:37 GMT", false, 0},
        {"Sun, 06 Nov 1969 08:49:37 GMT", false, 0},
        {"Sun, 06 Nov 1994 08:49:37 GM", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t seconds = 0;
        assert_int_equal(http_date_parse(rows[i].text, strlen(rows[i].text), &seconds), rows[i].good);
        assert_int_equal(seconds, rows[i].seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_ranges), cmocka_unit_test(reads_dates)};
    return cmocka_run_group_tests_name("http range and date", tests, NULL, NULL);
}
