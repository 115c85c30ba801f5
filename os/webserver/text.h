/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Builds text in a fixed buffer. A write that does not fit changes nothing and marks the text as overflowed,
 * so that a caller writes all it has and checks once at the end.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *start;
    size_t capacity;
    size_t length; /* <= capacity; there is no terminator */
    bool overflow; /* once true, nothing more is added */
};

struct text text_begin(char *buffer, size_t capacity);

void text_bytes(struct text *text, const char *bytes, size_t length);

/* A terminated string. */
void text_string(struct text *text, const char *string);

/* An unsigned number, in decimal. */
void text_number(struct text *text, uint64_t number);
