/* SPDX-License-Identifier: BSD-2-Clause */
/* The status codes that this server answers with (RFC 9110 section 15), their phrases, and how often each was
 * sent. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HTTP_STATUS_KINDS 17

struct http_status {
    uint16_t code;
    const char *phrase;
};

/* In rising order of code. */
extern const struct http_status http_statuses[HTTP_STATUS_KINDS];

/* Index in http_statuses of `code`, which must be one of them; any other code counts as 500. */
size_t http_status_index(unsigned code);
