/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_token.h. */
#include "http_token.h"

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

#define VALUE CHARACTER_OF_VALUE
#define TARGET (CHARACTER_OF_TARGET | CHARACTER_OF_VALUE)
#define TOKEN (CHARACTER_OF_TOKEN | CHARACTER_OF_TARGET | CHARACTER_OF_VALUE)

const unsigned char http_character_classes[256] = {
    [' '] = VALUE,          ['!'] = TOKEN,         ['"'] = TARGET,          ['#' ... '\''] = TOKEN,
    ['(' ... ')'] = TARGET, ['*' ... '+'] = TOKEN, [','] = TARGET,          ['-' ... '.'] = TOKEN,
    ['/'] = TARGET,         ['0' ... '9'] = TOKEN, [':' ... '@'] = TARGET,  ['A' ... 'Z'] = TOKEN,
    ['[' ... ']'] = TARGET, ['^' ... 'z'] = TOKEN, ['{'] = TARGET,          ['|'] = TOKEN,
    ['}'] = TARGET,         ['~'] = TOKEN,         [0x80 ... 0xff] = VALUE,
};

bool http_same_token(const char *text, size_t length, const char *token)
{
    size_t same = 0;

    while (same < length && token[same] != '\0' && lower(text[same]) == token[same]) {
        same++;
    }
    return same == length && token[same] == '\0';
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
