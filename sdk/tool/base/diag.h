/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages to the user. The first error ends the tool (TOOL-7): after it nothing that the tool could say
 * about the rest of the input is certain. An error says what is wrong and why; its `fix` says what to write
 * instead (a full sentence, or NULL if nothing useful is known).
 *
 * An error in the system description reads
 *
 *     FILE:LINE:COLUMN: error: WHAT, WHY
 *         12 |     <map mr="buffer" vaddr="0x1234"/>
 *            |                      ^~~~~~~~~~~~~~
 *     note: on element 'map': FILE:12:5
 *     fix: FIX
 */
#pragma once

#include "base/xml.h"

enum {
    EXIT_USER_ERROR = 1,    /* the input or the arguments are wrong */
    EXIT_INTERNAL_ERROR = 2 /* the tool itself is wrong */
};

/* A second place that helps to understand an error, e.g. where a duplicate name was first used. */
struct related {
    struct place at;
    const char *text;
};

/* An error in the system description at `at`. Prints to standard error and exits with EXIT_USER_ERROR. */
_Noreturn void sdf_error(struct place at, const char *fix, const char *what, ...)
    __attribute__((format(printf, 3, 4)));

/* As sdf_error, and shows `other` as a note. */
_Noreturn void sdf_error_related(struct place at, struct related other, const char *fix, const char *what,
                                 ...) __attribute__((format(printf, 4, 5)));

/* An error at a byte offset that belongs to no element (E-XML). */
_Noreturn void source_error(const struct source *source, size_t offset, const char *fix, const char *what,
                            ...) __attribute__((format(printf, 4, 5)));

/* As source_error, for `length` bytes from `offset`, and returns: for mistakes of which all are wanted at
 * once. */
void source_problem(const struct source *source, size_t offset, size_t length, const char *what, ...)
    __attribute__((format(printf, 4, 5)));

/* An error in the arguments, the SDK, or a file: "microkit: error: WHAT". Exits with EXIT_USER_ERROR. */
_Noreturn void tool_error(const char *fix, const char *what, ...) __attribute__((format(printf, 2, 3)));

/* A broken invariant of the tool itself. Exits with EXIT_INTERNAL_ERROR. */
_Noreturn void internal_error(const char *what, ...) __attribute__((format(printf, 1, 2)));

/* A warning in the system description; goes to standard output (TOOL-12) and does not end the tool. */
void sdf_warning(struct place at, const char *fix, const char *what, ...)
    __attribute__((format(printf, 3, 4)));
