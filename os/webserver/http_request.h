/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one HTTP request asks for, and how much of it this server is willing to hold. Everything in here came
 * from the network: the parser promises the bounds and the character sets stated below, and nothing else.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_TARGET_MAX 2048 /* bytes of a request target; a longer one is answered 414 */
#define HTTP_HEAD_MAX 16384  /* bytes of request line and fields together; above it 431 */
#define HTTP_FIELDS_MAX 100  /* field lines of a request; above it 431 */
#define HTTP_BODY_MAX 65536  /* bytes of content that are read and dropped; above it 413 */
#define HTTP_METHOD_MAX 16   /* bytes of a method; a longer one is answered 501 */
#define HTTP_VALUE_MAX 512   /* bytes of a field value that matters here; a longer one is as if absent */

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_NOT_ALLOWED, /* a method of RFC 9110 or RFC 5789 that a read-only site does not take */
    HTTP_UNKNOWN,
};

/* A field value, without white space around it. `length` 0 means that the request had none that can be used.
 */
struct http_value {
    uint16_t length;
    char text[HTTP_VALUE_MAX];
};

struct http_request {
    enum http_method method;
    uint8_t minor_version; /* of HTTP/1.x */
    bool persistent;       /* the client wants the connection kept */
    uint64_t body_length;
    uint16_t target_length;
    char target[HTTP_TARGET_MAX]; /* printable ASCII without space */
    struct http_value if_none_match;
    struct http_value if_modified_since;
    struct http_value if_range;
    struct http_value range;
};
