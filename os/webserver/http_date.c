/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_date.h. */
#include "http_date.h"

#include <string.h>

/* Of "Sun, 06 Nov 1994 08:49:37 GMT": 'a' stands for any letter, '0' for any digit, the rest for itself. */
static const char shape[] = "aaa, 00 aaa 0000 00:00:00 GMT";

static bool has_shape(const char *text, size_t length)
{
    if (length != sizeof shape - 1) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        char folded = (char)(text[i] | 0x20);
        bool letter = folded >= 'a' && folded <= 'z';
        bool digit = text[i] >= '0' && text[i] <= '9';
        bool right = shape[i] == 'a' ? letter : shape[i] == '0' ? digit : text[i] == shape[i];
        if (!right) {
            return false;
        }
    }
    return true;
}

static unsigned digits(const char *text, size_t count)
{
    unsigned value = 0;
    for (size_t i = 0; i < count; i++) {
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return value;
}

/* 1 to 12, or 0. */
static unsigned month_number(const char *name)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (unsigned month = 0; month < 12; month++) {
        if (memcmp(names + month * 3, name, 3) == 0) {
            return month + 1;
        }
    }
    return 0;
}

/* Days from 1970-01-01, counted in years that begin in March so that the leap day comes last. */
static uint64_t days_since_1970(unsigned year, unsigned month, unsigned day)
{
    unsigned y = month <= 2 ? year - 1 : year;
    unsigned m = month <= 2 ? month + 9 : month - 3;
    uint64_t before = (uint64_t)y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    return before - 719468;
}

bool http_date_parse(const char *text, size_t length, uint64_t *seconds)
{
    if (!has_shape(text, length)) {
        return false;
    }
    unsigned day = digits(text + 5, 2);
    unsigned month = month_number(text + 8);
    unsigned year = digits(text + 12, 4);
    unsigned hour = digits(text + 17, 2);
    unsigned minute = digits(text + 20, 2);
    unsigned second = digits(text + 23, 2);
    if (month == 0 || day == 0 || day > 31 || year < 1970 || hour > 23 || minute > 59 || second > 60) {
        return false;
    }
    *seconds = ((days_since_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}
