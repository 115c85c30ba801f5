/* SPDX-License-Identifier: BSD-2-Clause */
/* The small grammar that HTTP fields are made of (RFC 9110 section 5.6). Nothing here needs terminated
 * strings. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a byte may be part of; bits of http_character_classes[]. */
enum {
    CHARACTER_OF_TOKEN = 1,  /* methods and field names */
    CHARACTER_OF_TARGET = 2, /* printable ASCII without space */
    CHARACTER_OF_VALUE = 4,  /* field values, but for the tabulator */
};

extern const unsigned char http_character_classes[256];

static inline bool http_is_token_character(unsigned char c)
{
    return (http_character_classes[c] & CHARACTER_OF_TOKEN) != 0;
}

/* Whether the `length` bytes at `text` equal the terminated lower-case `token`, whatever their case. */
bool http_same_token(const char *text, size_t length, const char *token);

/* Reads decimal digits, all of `text` and at least one. False for anything else and for 2^63 and above. */
bool http_number(const char *text, size_t length, uint64_t *number);

/*
 * Walks a comma-separated list whose elements may be quoted strings: starting at *at (0 the first time),
 * gives the place and length of the next non-empty element without white space around it. False at the end.
 */
bool http_next_in_list(const char *list, size_t length, size_t *at, size_t *element, size_t *element_length);
