/* SPDX-License-Identifier: BSD-2-Clause */
/* Stands in for the tool's diag.c: keeps the message and returns to the test. */
#include "catch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"

jmp_buf catch_point;
char catch_text[1024];

static _Noreturn void leave(const char *what, va_list args)
{
    vsnprintf(catch_text, sizeof catch_text, what, args);
    longjmp(catch_point, 1);
}

_Noreturn void sdf_error(struct place at, const char *fix, const char *what, ...)
{
    va_list args;

    (void)at;
    (void)fix;
    va_start(args, what);
    leave(what, args);
}

_Noreturn void tool_error(const char *fix, const char *what, ...)
{
    va_list args;

    (void)fix;
    va_start(args, what);
    leave(what, args);
}

_Noreturn void source_error(const struct source *source, size_t offset, const char *fix, const char *what,
                            ...)
{
    va_list args;

    (void)source;
    (void)offset;
    (void)fix;
    va_start(args, what);
    leave(what, args);
}

/* A broken invariant is never what a test asks for. */
_Noreturn void internal_error(const char *what, ...)
{
    va_list args;

    va_start(args, what);
    vfprintf(stderr, what, args);
    abort();
}
