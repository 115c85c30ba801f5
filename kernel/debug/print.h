/* SPDX-License-Identifier: BSD-2-Clause */
/* Printing on the debug console. A newline goes out as carriage return and newline. */
#pragma once

#include "types.h"

void print_char(char c);
void print_text(const char *text);
void print_decimal(word_t value);
/* With 0x, without leading zeros. */
void print_hex(word_t value);
