/* SPDX-License-Identifier: BSD-2-Clause */
/* The formatter behind every printing function. */
#pragma once

#include <stdarg.h>

/*
 * Gives each character of the formatted text to `put`, with `arg`. Returns their number. `list` is not
 * consumed.
 */
int format_text(void (*put)(char character, void *arg), void *arg, const char *format, va_list list);
