/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_range.h. */
#include "http_range.h"

#include <string.h>

#include "http_token.h"

static enum http_range_result suffix(uint64_t wanted, uint64_t size, uint64_t *first, uint64_t *length)
{
    if (wanted == 0 || size == 0) {
        return RANGE_UNSATISFIABLE;
    }
    *length = wanted < size ? wanted : size;
    *first = size - *length;
    return RANGE_PART;
}

static enum http_range_result from_to(uint64_t from, uint64_t to, uint64_t size, uint64_t *first,
                                      uint64_t *length)
{
    if (to < from) {
        return RANGE_NONE;
    }
    if (from >= size) {
        return RANGE_UNSATISFIABLE;
    }
    *first = from;
    *length = (to < size - 1 ? to : size - 1) - from + 1;
    return RANGE_PART;
}

enum http_range_result http_range_parse(const char *value, size_t value_length, uint64_t size,
                                        uint64_t *first, uint64_t *length)
{
    static const char unit[] = "bytes=";
    size_t skip = sizeof unit - 1;

    if (value_length < skip || !http_same_token(value, skip, unit)) {
        return RANGE_NONE;
    }
    const char *from = value + skip;
    const char *dash = memchr(from, '-', value_length - skip);
    if (dash == NULL) {
        return RANGE_NONE;
    }
    size_t from_length = (size_t)(dash - from);
    const char *to = dash + 1;
    size_t to_length = value_length - skip - from_length - 1;
    uint64_t from_number = 0;
    uint64_t to_number = UINT64_MAX;

    if (to_length > 0 && !http_number(to, to_length, &to_number)) {
        return RANGE_NONE;
    }
    if (from_length == 0) {
        return to_length > 0 ? suffix(to_number, size, first, length) : RANGE_NONE;
    }
    if (!http_number(from, from_length, &from_number)) {
        return RANGE_NONE;
    }
    return from_to(from_number, to_number, size, first, length);
}
