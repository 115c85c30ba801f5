/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_token.h. */
#include "http_token.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool http_is_token_character(unsigned char c)
{
    char folded = lower((char)c);
    return (folded >= 'a' && folded <= 'z') || is_digit((char)c) ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

bool http_same_token(const char *text, size_t length, const char *token)
{
    if (strlen(token) != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (lower(text[i]) != token[i]) {
            return false;
        }
    }
    return true;
}

bool http_number(const char *text, size_t length, uint64_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i]) || value > (INT64_MAX - 9) / 10) {
            return false;
        }
        value = value * 10 + (uint64_t)(text[i] - '0');
    }
    *number = value;
    return length > 0;
}

/* The end of the element that starts at `start`: a comma outside quotes, or the end of the list. */
static size_t element_end(const char *list, size_t length, size_t start)
{
    bool quoted = false;
    size_t end = start;
    while (end < length && (quoted || list[end] != ',')) {
        quoted = quoted != (list[end] == '"');
        end++;
    }
    return end;
}

bool http_next_in_list(const char *list, size_t length, size_t *at, size_t *element, size_t *element_length)
{
    size_t start = *at;
    while (start < length && (is_blank(list[start]) || list[start] == ',')) {
        start++;
    }
    size_t end = element_end(list, length, start);
    *at = end;
    while (end > start && is_blank(list[end - 1])) {
        end--;
    }
    *element = start;
    *element_length = end - start;
    return end > start;
}
