/* SPDX-License-Identifier: BSD-2-Clause */
/* The meaning of request fields: from field lines, one by one, to struct http_request. */
#pragma once

#include "http_request.h"

enum http_field {
    FIELD_OTHER, /* of no meaning to this server */
    FIELD_CONNECTION,
    FIELD_CONTENT_LENGTH,
    FIELD_HOST,
    FIELD_IF_MODIFIED_SINCE,
    FIELD_IF_NONE_MATCH,
    FIELD_IF_RANGE,
    FIELD_RANGE,
    FIELD_TRANSFER_ENCODING,
};

#define HTTP_FIELD_NAME_MAX 17 /* the longest name in enum http_field */

/* What the fields seen so far say together; zero-filled at the start of a request. */
struct http_fields {
    unsigned hosts;
    bool has_length;
    bool has_coding;
    bool close;
    bool keep_alive;
};

/* Which field a name of `length` bytes, in any case, stands for. */
enum http_field http_field_of_name(const char *name, size_t length);

/*
 * Takes the value of one field line, trimmed; `truncated` if it was longer than HTTP_VALUE_MAX and only its
 * start is here. Returns 0, or the status code of the error that the field is.
 */
unsigned http_field_apply(struct http_request *request, struct http_fields *fields, enum http_field field,
                          const char *value, size_t length, bool truncated);

/*
 * Checks the fields against each other once all are seen, and decides persistence (RFC 9112 sections 3.2, 6.3
 * and 9.3). Returns 0, or the status code of the error.
 */
unsigned http_fields_complete(struct http_request *request, const struct http_fields *fields);
