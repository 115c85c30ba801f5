/* SPDX-License-Identifier: BSD-2-Clause */
/* How messages look. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longest piece of a source line that a message shows, in bytes. */
enum { SHOWN_BYTES = 160, MESSAGE_BYTES = 8192 };

struct position {
    size_t offset;
    size_t line, column; /* 1-based; the column counts characters */
    size_t line_start;   /* offset */
};

static bool is_continuation_byte(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Messages mostly come in the order of the text: counting goes on from the last place asked for, so that many
 * warnings on a large file take linear time. */
static struct {
    const struct source *source;
    struct position at;
} last;

static struct position find_position(const struct source *source, size_t offset)
{
    struct position at = {.line = 1, .column = 1};

    if (offset > source->size) {
        offset = source->size;
    }
    if (last.source == source && last.at.offset <= offset) {
        at = last.at;
    }
    for (; at.offset < offset; at.offset++) {
        if (source->text[at.offset] == '\n') {
            at.line++;
            at.line_start = at.offset + 1;
            at.column = 1;
        } else if (!is_continuation_byte(source->text[at.offset])) {
            at.column++;
        }
    }
    last.source = source;
    last.at = at;
    return at;
}

/* Where the line of `offset` ends, or where the piece of it that is shown does. */
static size_t shown_end(const struct source *source, size_t start, size_t offset)
{
    size_t end = offset;

    while (end < source->size && end < start + SHOWN_BYTES && source->text[end] != '\n' &&
           source->text[end] != '\r') {
        end++;
    }
    return end;
}

/* Input may hold anything: control characters must not reach the user's terminal. Those are the characters
 * below 0x20, and 0x7f to 0x9f, the latter as two bytes of UTF-8. */
static bool is_control(const char *text)
{
    unsigned char c = (unsigned char)text[0];

    return c < 0x20 || c == 0x7f || (c == 0xc2 && ((unsigned char)text[1] & 0xe0) == 0x80);
}

/* Prints `length` bytes that something readable follows, e.g. a NUL, with '?' for control characters. */
static void print_bytes(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool control = is_control(text + i) && text[i] != '\t';
        putc(control ? '?' : text[i], out);
        i += control && (unsigned char)text[i] == 0xc2 ? 1 : 0;
    }
}

static void print_clean(FILE *out, const char *text)
{
    print_bytes(out, text, strlen(text));
}

static void print_place(FILE *out, const struct source *source, size_t offset)
{
    struct position at = find_position(source, offset);

    print_clean(out, source->path);
    fprintf(out, ":%zu:%zu", at.line, at.column);
}

/* The line of `offset` with `length` bytes from there underlined, as far as they are on that line. */
static void print_excerpt(FILE *out, const struct source *source, size_t offset, size_t length)
{
    struct position at = find_position(source, offset);
    size_t start = at.line_start;

    offset = at.offset;
    if (offset - start > SHOWN_BYTES / 2) {
        start = offset - SHOWN_BYTES / 2;
        while (start < offset && is_continuation_byte(source->text[start])) {
            start++;
        }
    }
    size_t end = shown_end(source, start, offset);
    fprintf(out, "%5zu | ", at.line);
    print_bytes(out, source->text + start, end - start);
    fprintf(out, "\n      | ");
    for (size_t i = start; i < offset; i++) {
        if (!is_continuation_byte(source->text[i])) {
            putc(source->text[i] == '\t' ? '\t' : ' ', out);
        }
    }
    putc('^', out);
    for (size_t i = offset + 1; i < offset + length && i < end; i++) {
        if (!is_continuation_byte(source->text[i])) {
            putc('~', out);
        }
    }
    putc('\n', out);
}

static void print_fix(FILE *out, const char *fix)
{
    if (fix != NULL) {
        fprintf(out, "fix: ");
        print_clean(out, fix);
        putc('\n', out);
    }
}

static void print_message(FILE *out, const char *severity, const char *what, va_list args)
{
    char message[MESSAGE_BYTES];

    vsnprintf(message, sizeof message, what, args);
    fprintf(out, "%s: ", severity);
    print_clean(out, message);
    putc('\n', out);
}

static void print_at_element(FILE *out, struct place at, const char *severity, const char *what, va_list args)
{
    const struct xml_element *element = at.element;
    size_t offset = at.attribute != NULL ? at.attribute->offset : element->offset;
    size_t length = at.attribute != NULL ? at.attribute->length : strlen(element->name) + 1;

    print_place(out, element->source, offset);
    fprintf(out, ": ");
    print_message(out, severity, what, args);
    print_excerpt(out, element->source, offset, length);
    fprintf(out, "note: on element '");
    print_clean(out, element->name);
    fprintf(out, "': ");
    print_place(out, element->source, element->offset);
    putc('\n', out);
}

static void print_related(FILE *out, struct related other)
{
    const struct xml_element *element = other.at.element;

    print_place(out, element->source, element->offset);
    fprintf(out, ": note: ");
    print_clean(out, other.text);
    putc('\n', out);
    print_excerpt(out, element->source, element->offset, strlen(element->name) + 1);
}

/* Warnings printed before an error shall be seen before it. */
static void flush_output(void)
{
    fflush(stdout);
}

void sdf_error(struct place at, const char *fix, const char *what, ...)
{
    va_list args;

    flush_output();
    va_start(args, what);
    print_at_element(stderr, at, "error", what, args);
    va_end(args);
    print_fix(stderr, fix);
    exit(EXIT_USER_ERROR);
}

void sdf_error_related(struct place at, struct related other, const char *fix, const char *what, ...)
{
    va_list args;

    flush_output();
    va_start(args, what);
    print_at_element(stderr, at, "error", what, args);
    va_end(args);
    print_related(stderr, other);
    print_fix(stderr, fix);
    exit(EXIT_USER_ERROR);
}

/* `FILE:LINE:COLUMN: error: ...' and the text that is meant. */
static void print_source(const struct source *source, size_t offset, size_t length, const char *what, va_list args)
{
    flush_output();
    print_place(stderr, source, offset);
    fprintf(stderr, ": ");
    print_message(stderr, "error", what, args);
    print_excerpt(stderr, source, offset, length);
}

void source_problem(const struct source *source, size_t offset, size_t length, const char *what, ...)
{
    va_list args;

    va_start(args, what);
    print_source(source, offset, length, what, args);
    va_end(args);
}

void source_error(const struct source *source, size_t offset, const char *fix, const char *what, ...)
{
    va_list args;

    va_start(args, what);
    print_source(source, offset, 1, what, args);
    va_end(args);
    print_fix(stderr, fix);
    exit(EXIT_USER_ERROR);
}

void tool_error(const char *fix, const char *what, ...)
{
    va_list args;

    flush_output();
    va_start(args, what);
    print_message(stderr, "microkit: error", what, args);
    va_end(args);
    print_fix(stderr, fix);
    exit(EXIT_USER_ERROR);
}

void internal_error(const char *what, ...)
{
    va_list args;

    flush_output();
    va_start(args, what);
    print_message(stderr, "microkit: internal error", what, args);
    va_end(args);
    exit(EXIT_INTERNAL_ERROR);
}

void sdf_warning(struct place at, const char *fix, const char *what, ...)
{
    va_list args;

    va_start(args, what);
    print_at_element(stdout, at, "warning", what, args);
    va_end(args);
    print_fix(stdout, fix);
}
