/* SPDX-License-Identifier: BSD-2-Clause */
/* The printing functions of <sddf/util/printf.h>: each is the formatter with a destination. */
#include <sddf/util/printf.h>

#include <stdint.h>

#include "format.h"

static void put_backend(char character, void *arg)
{
    (void)arg;
    _sddf_putchar(character);
}

struct buffer {
    char *text;
    size_t size;
    size_t used;
};

/* Keeps the last byte for the NUL; what does not fit is counted and dropped. */
static void put_buffer(char character, void *arg)
{
    struct buffer *buffer = arg;

    if (buffer->used + 1 < buffer->size) {
        buffer->text[buffer->used] = character;
        buffer->used++;
    }
}

int sddf_vprintf_(const char *format, va_list args)
{
    return format_text(put_backend, NULL, format, args);
}

int sddf_vsnprintf_(char *buffer, size_t size, const char *format, va_list args)
{
    struct buffer target = { .text = buffer, .size = size, .used = 0 };
    int length = format_text(put_buffer, &target, format, args);

    if (size > 0) {
        buffer[target.used] = '\0';
    }
    return length;
}

int sddf_printf_(const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = sddf_vprintf_(format, args);
    va_end(args);
    return length;
}

int sddf_sprintf_(char *buffer, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = sddf_vsnprintf_(buffer, SIZE_MAX, format, args);
    va_end(args);
    return length;
}

int sddf_snprintf_(char *buffer, size_t size, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = sddf_vsnprintf_(buffer, size, format, args);
    va_end(args);
    return length;
}

int sddf_fctprintf(void (*out)(char character, void *arg), void *arg, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = format_text(out, arg, format, args);
    va_end(args);
    return length;
}
