/* SPDX-License-Identifier: BSD-2-Clause */
/* The formatter: reads a format string and prints its conversions (UTL-6). Knows no destination. */
#include "format.h"

#include <stddef.h>

#include "output.h"

#define MAX_DIGITS 64 /* of a 64-bit number in base 2 */

/* Sizes of integer arguments, by length modifier. */
enum length { LENGTH_INT, LENGTH_CHAR, LENGTH_SHORT, LENGTH_LONG, LENGTH_LONG_LONG };

/* A va_list that can be handed to functions by address on every ABI. */
struct arguments {
    va_list list;
};

static uint64_t take_unsigned(struct arguments *args, enum length length)
{
    switch (length) {
    case LENGTH_CHAR:
        return (unsigned char)va_arg(args->list, unsigned int);
    case LENGTH_SHORT:
        return (unsigned short)va_arg(args->list, unsigned int);
    case LENGTH_INT:
        return va_arg(args->list, unsigned int);
    default:
        return va_arg(args->list, unsigned long long);
    }
}

static int64_t take_signed(struct arguments *args, enum length length)
{
    switch (length) {
    case LENGTH_CHAR:
        return (signed char)va_arg(args->list, int);
    case LENGTH_SHORT:
        return (short)va_arg(args->list, int);
    case LENGTH_INT:
        return va_arg(args->list, int);
    default:
        return va_arg(args->list, long long);
    }
}

/* Prints `value` in `base`. Precision 0 prints zero as nothing. */
static void print_number(struct output *out, const struct conversion *conversion, struct prefix prefix,
                         uint64_t value, uint32_t base)
{
    const char *symbols = conversion->letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    char digits[MAX_DIGITS];
    uint32_t length = 0;
    uint32_t minimum = conversion->has_precision ? conversion->precision : 1;
    uint32_t zeros;

    for (; value != 0; value /= base) {
        length++;
        digits[MAX_DIGITS - length] = symbols[value % base];
    }
    zeros = minimum > length ? minimum - length : 0;
    if (base == 8 && conversion->alternate && zeros == 0) {
        zeros = length == 0 || digits[MAX_DIGITS - length] != '0';
    }
    output_begin(out, conversion, prefix, zeros, length,
                 conversion->zero && !conversion->left && !conversion->has_precision);
    output_text(out, &digits[MAX_DIGITS - length], length);
    output_end(out, conversion, prefix, zeros, length);
}

static void print_signed(struct output *out, const struct conversion *conversion, int64_t value)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    print_number(out, conversion, output_sign(conversion, value < 0), magnitude, 10);
}

/* 0x, 0X or 0b before a number that is not zero, if '#' asks for it. */
static struct prefix base_prefix(const struct conversion *conversion, uint64_t value)
{
    if (!conversion->alternate || value == 0) {
        return (struct prefix) { "", 0 };
    }
    return (struct prefix) { { '0', conversion->letter }, 2 };
}

static void print_text(struct output *out, const struct conversion *conversion, const char *text)
{
    struct prefix none = { "", 0 };
    uint32_t length = 0;

    if (text == NULL) {
        text = "(null)";
    }
    while ((!conversion->has_precision || length < conversion->precision) && text[length] != '\0') {
        length++;
    }
    output_begin(out, conversion, none, 0, length, false);
    output_text(out, text, length);
    output_end(out, conversion, none, 0, length);
}

/* A pointer prints as all its digits, so that columns line up. */
static void print_pointer(struct output *out, struct conversion conversion, const void *pointer)
{
    conversion.letter = 'x';
    conversion.has_precision = true;
    conversion.precision = sizeof(void *) * 2;
    print_number(out, &conversion, (struct prefix) { "0x", 2 }, (uintptr_t)pointer, 16);
}

static const char *parse_flags(const char *format, struct conversion *conversion)
{
    for (;; format++) {
        switch (*format) {
        case '-':
            conversion->left = true;
            break;
        case '+':
            conversion->plus = true;
            break;
        case ' ':
            conversion->space = true;
            break;
        case '#':
            conversion->alternate = true;
            break;
        case '0':
            conversion->zero = true;
            break;
        default:
            return format;
        }
    }
}

/* Decimal digits, or `*` for an argument, which may be negative. */
static const char *parse_count(const char *format, struct arguments *args, int64_t *count)
{
    *count = 0;
    if (*format == '*') {
        *count = va_arg(args->list, int);
        return format + 1;
    }
    for (; *format >= '0' && *format <= '9'; format++) {
        *count = *count < INT32_MAX / 10 ? *count * 10 + (*format - '0') : *count;
    }
    return format;
}

static const char *parse_width(const char *format, struct arguments *args, struct conversion *conversion)
{
    int64_t count;

    format = parse_count(format, args, &count);
    conversion->left = conversion->left || count < 0;
    conversion->width = (uint32_t)(count < 0 ? -count : count);
    if (*format != '.') {
        return format;
    }
    format = parse_count(format + 1, args, &count);
    conversion->has_precision = count >= 0;
    conversion->precision = (uint32_t)(count >= 0 ? count : 0);
    return format;
}

/* j, z and t are as wide as long on every target of the framework. */
static const char *parse_length(const char *format, enum length *length)
{
    *length = LENGTH_INT;
    switch (*format) {
    case 'h':
        *length = format[1] == 'h' ? LENGTH_CHAR : LENGTH_SHORT;
        return format + (format[1] == 'h' ? 2 : 1);
    case 'l':
        *length = format[1] == 'l' ? LENGTH_LONG_LONG : LENGTH_LONG;
        return format + (format[1] == 'l' ? 2 : 1);
    case 'j':
    case 'z':
    case 't':
        *length = LENGTH_LONG;
        return format + 1;
    default:
        return format;
    }
}

static uint32_t base_of(char letter)
{
    switch (letter) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
        return 8;
    case 'b':
        return 2;
    default:
        return 10;
    }
}

static void print_unsigned(struct output *out, const struct conversion *conversion, uint64_t value)
{
    uint32_t base = base_of(conversion->letter);
    struct prefix prefix = { "", 0 };

    if (base == 16 || base == 2) {
        prefix = base_prefix(conversion, value);
    }
    print_number(out, conversion, prefix, value, base);
}

/* An unknown conversion prints its letter, so the mistake shows. */
static void convert(struct output *out, struct conversion *conversion, enum length length,
                    struct arguments *args)
{
    char character[2] = { conversion->letter, '\0' };

    switch (conversion->letter) {
    case 'd':
    case 'i':
        print_signed(out, conversion, take_signed(args, length));
        break;
    case 'u':
    case 'x':
    case 'X':
    case 'o':
    case 'b':
        print_unsigned(out, conversion, take_unsigned(args, length));
        break;
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
        output_double(out, conversion, va_arg(args->list, double));
        break;
    case 's':
        print_text(out, conversion, va_arg(args->list, const char *));
        break;
    case 'p':
        print_pointer(out, *conversion, va_arg(args->list, const void *));
        break;
    case 'c':
        conversion->width = conversion->width > 0 ? conversion->width : 1;
        character[0] = (char)va_arg(args->list, int);
        output_begin(out, conversion, (struct prefix) { "", 0 }, 0, 1, false);
        output_char(out, character[0]);
        output_end(out, conversion, (struct prefix) { "", 0 }, 0, 1);
        break;
    default:
        output_text(out, character, 1);
        break;
    }
}

/* Prints the conversion after a '%', and returns what follows it. */
static const char *print_conversion(struct output *out, const char *format, struct arguments *args)
{
    struct conversion conversion = { 0 };
    enum length length;

    format = parse_flags(format, &conversion);
    format = parse_width(format, args, &conversion);
    format = parse_length(format, &length);
    if (*format == '\0') {
        return format;
    }
    conversion.letter = *format;
    convert(out, &conversion, length, args);
    return format + 1;
}

int format_text(void (*put)(char character, void *arg), void *arg, const char *format, va_list list)
{
    struct output out = { .put = put, .arg = arg, .count = 0 };
    struct arguments args;

    va_copy(args.list, list);
    while (*format != '\0') {
        if (*format == '%') {
            format = print_conversion(&out, format + 1, &args);
        } else {
            output_char(&out, *format);
            format++;
        }
    }
    va_end(args.list);
    return (int)out.count;
}
