/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the formatter share: where characters go, and what one conversion asks for. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Where the text goes. */
struct output {
    void (*put)(char character, void *arg);
    void *arg;
    uint64_t count; /* characters so far, whether or not they had room */
};

/* One conversion specification. */
struct conversion {
    bool left;           /* '-' */
    bool plus;           /* '+' */
    bool space;          /* ' ' */
    bool alternate;      /* '#' */
    bool zero;           /* '0' */
    uint32_t width;      /* 0: none */
    bool has_precision;
    uint32_t precision;
    char letter;
};

static inline void output_char(struct output *out, char character)
{
    out->put(character, out->arg);
    out->count++;
}

static inline void output_repeat(struct output *out, char character, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        output_char(out, character);
    }
}

static inline void output_text(struct output *out, const char *text, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        output_char(out, text[i]);
    }
}

/* Sign or base prefix, up to two characters, before the padding zeros of a number. */
struct prefix {
    char text[2];
    uint32_t length;
};

/* The sign that a conversion shows for a number. */
struct prefix output_sign(const struct conversion *conversion, bool negative);

/*
 * Prints prefix and a body of `length` characters in the conversion's width: the caller prints the body
 * itself between _begin and _end. `zeros` more zeros stand before the body; with `zero_fill`, padding to the
 * width is zeros too.
 */
void output_begin(struct output *out, const struct conversion *conversion, struct prefix prefix,
                  uint32_t zeros, uint32_t length, bool zero_fill);
void output_end(struct output *out, const struct conversion *conversion, struct prefix prefix, uint32_t zeros,
                uint32_t length);

/* Conversions f F e E g G. */
void output_double(struct output *out, const struct conversion *conversion, double value);
