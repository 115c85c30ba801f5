/* SPDX-License-Identifier: BSD-2-Clause */
/* Functions and lines of one program, from its symbols and debug information (libdw). */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct symbols;

/* NULL if the file cannot be used. */
struct symbols *symbols_open(const char *path);

/* True if both addresses are in the same function. */
bool symbols_same_function(struct symbols *symbols, uint64_t a, uint64_t b);

/* Prints where `address` is, one line for the function and one for each that it is inlined into: `prefix`,
 * then e.g. "init at hello.c:12". An address without symbols is printed as a number. */
void symbols_print(struct symbols *symbols, uint64_t address, const char *prefix, FILE *out);
