/* SPDX-License-Identifier: BSD-2-Clause */
/* Conversions f F e E g G (UTL-6): exact, rounded to nearest with ties to even. */
#include "decimal.h"
#include "output.h"

#define DEFAULT_PRECISION 6
/* More digits than any double has; a larger precision only adds zeros, and must not overflow. */
#define MAX_PRECISION     100000

static bool is_upper(char letter)
{
    return letter >= 'A' && letter <= 'Z';
}

static bool is_finite(double value)
{
    return value - value == 0.0;
}

static void print_word(struct output *out, const struct conversion *conversion, struct prefix prefix,
                       const char *word)
{
    output_begin(out, conversion, prefix, 0, 3, false);
    output_text(out, word, 3);
    output_end(out, conversion, prefix, 0, 3);
}

/* ddd.ddd: `places` digits after the point. */
static void print_fixed(struct output *out, const struct conversion *conversion, struct prefix prefix,
                        const struct decimal *decimal, int32_t places)
{
    int32_t whole = decimal->point > 0 ? decimal->point : 1;
    bool dot = places > 0 || conversion->alternate;
    uint32_t length = (uint32_t)(whole + places) + (dot ? 1u : 0u);

    output_begin(out, conversion, prefix, 0, length, conversion->zero && !conversion->left);
    for (int32_t i = decimal->point - whole; i < decimal->point + places; i++) {
        if (i == decimal->point && dot) {
            output_char(out, '.');
        }
        output_char(out, decimal_digit(decimal, i));
    }
    if (places == 0 && dot) {
        output_char(out, '.');
    }
    output_end(out, conversion, prefix, 0, length);
}

/* d.ddde+dd: `places` digits after the point. */
static void print_exponent(struct output *out, const struct conversion *conversion, struct prefix prefix,
                           const struct decimal *decimal, int32_t places)
{
    int32_t exponent = decimal->point - 1;
    uint32_t magnitude = (uint32_t)(exponent < 0 ? -exponent : exponent);
    bool dot = places > 0 || conversion->alternate;
    uint32_t length = 1u + (dot ? 1u : 0u) + (uint32_t)places + (magnitude >= 100 ? 5u : 4u);

    output_begin(out, conversion, prefix, 0, length, conversion->zero && !conversion->left);
    output_char(out, decimal_digit(decimal, 0));
    if (dot) {
        output_char(out, '.');
    }
    for (int32_t i = 1; i <= places; i++) {
        output_char(out, decimal_digit(decimal, i));
    }
    output_char(out, is_upper(conversion->letter) ? 'E' : 'e');
    output_char(out, exponent < 0 ? '-' : '+');
    if (magnitude >= 100) {
        output_char(out, (char)('0' + magnitude / 100));
    }
    output_char(out, (char)('0' + magnitude / 10 % 10));
    output_char(out, (char)('0' + magnitude % 10));
    output_end(out, conversion, prefix, 0, length);
}

/* Digits up to the last that is not zero, but at least one. */
static int32_t significant(const struct decimal *decimal)
{
    int32_t count = decimal->count;

    while (count > 1 && decimal->digits[count - 1] == 0) {
        count--;
    }
    return count > 0 ? count : 1;
}

/* The shorter of both forms, without trailing zeros unless '#'. */
static void print_general(struct output *out, const struct conversion *conversion, struct prefix prefix,
                          struct decimal *decimal, int32_t precision)
{
    int32_t digits = precision > 0 ? precision : 1;
    int32_t places;

    decimal_round(decimal, digits);
    if (!conversion->alternate && significant(decimal) < digits) {
        places = significant(decimal);
    } else {
        places = digits;
    }
    if (decimal->point - 1 < -4 || decimal->point - 1 >= digits) {
        print_exponent(out, conversion, prefix, decimal, places - 1);
    } else {
        print_fixed(out, conversion, prefix, decimal, places > decimal->point ? places - decimal->point : 0);
    }
}

void output_double(struct output *out, const struct conversion *conversion, double value)
{
    struct decimal decimal;
    struct prefix prefix = output_sign(conversion, __builtin_signbit(value));
    int32_t precision = DEFAULT_PRECISION;

    if (!is_finite(value)) {
        const char *words = is_upper(conversion->letter) ? "INFNAN" : "infnan";

        print_word(out, conversion, prefix, value != value ? words + 3 : words);
        return;
    }
    if (conversion->has_precision) {
        precision = (int32_t)(conversion->precision < MAX_PRECISION ? conversion->precision : MAX_PRECISION);
    }
    decimal_expand(&decimal, value);
    switch (conversion->letter) {
    case 'f':
    case 'F':
        decimal_round(&decimal, decimal.point + precision);
        print_fixed(out, conversion, prefix, &decimal, precision);
        break;
    case 'e':
    case 'E':
        decimal_round(&decimal, precision + 1);
        print_exponent(out, conversion, prefix, &decimal, precision);
        break;
    default:
        print_general(out, conversion, prefix, &decimal, precision);
        break;
    }
}
