/* SPDX-License-Identifier: BSD-2-Clause */
/* See text.h. */
#include "text.h"

#include <string.h>

#define DIGITS_OF_UINT64 20

struct text text_begin(char *buffer, size_t capacity)
{
    return (struct text){.start = buffer, .capacity = capacity};
}

void text_bytes(struct text *text, const char *bytes, size_t length)
{
    if (text->overflow || length > text->capacity - text->length) {
        text->overflow = true;
        return;
    }
    memcpy(text->start + text->length, bytes, length);
    text->length += length;
}

void text_string(struct text *text, const char *string)
{
    text_bytes(text, string, strlen(string));
}

void text_number(struct text *text, uint64_t number)
{
    char digits[DIGITS_OF_UINT64];
    size_t first = sizeof digits;
    do {
        first--;
        digits[first] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    text_bytes(text, digits + first, sizeof digits - first);
}
