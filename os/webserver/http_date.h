/* SPDX-License-Identifier: BSD-2-Clause */
/* Dates of HTTP (RFC 9110 section 5.6.7). Only the one form that senders must use is read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads "Sun, 06 Nov 1994 08:49:37 GMT" into seconds since 1970. False for any other form and for years
 * before 1970. */
bool http_date_parse(const char *text, size_t length, uint64_t *seconds);
