/* SPDX-License-Identifier: BSD-2-Clause */
/* The Range field (RFC 9110 section 14): one byte range of a representation. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum http_range_result {
    RANGE_NONE,          /* to be ignored: not understood, or several ranges at once */
    RANGE_PART,          /* *first and *length are set, length > 0 */
    RANGE_UNSATISFIABLE, /* understood, but outside the representation */
};

/* What the field value asks of a representation of `size` bytes. */
enum http_range_result http_range_parse(const char *value, size_t value_length, uint64_t size,
                                        uint64_t *first, uint64_t *length);
