/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads one HTTP/1 request, in pieces of any size as they arrive (RFC 9112). It holds nothing but the bounded
 * struct http_request, looks at each byte once, and needs no memory of what it was fed. Content of a request
 * is read past and dropped.
 */
#pragma once

#include "http_field.h"
#include "http_request.h"

enum http_parser_state {
    PARSER_BEFORE, /* nothing but empty lines so far */
    PARSER_METHOD,
    PARSER_TARGET,
    PARSER_VERSION,
    PARSER_LINE_END, /* a carriage return ended the line; only a line feed may follow */
    PARSER_FIELD_START,
    PARSER_FIELD_NAME,
    PARSER_FIELD_BLANK,
    PARSER_FIELD_VALUE,
    PARSER_HEAD_END, /* a carriage return in place of a field */
    PARSER_BODY,
    PARSER_DONE,   /* `request` is complete */
    PARSER_FAILED, /* `error` says why; `request` must not be used */
};

struct http_parser {
    enum http_parser_state state;
    unsigned error; /* the status code to answer with, once the state is PARSER_FAILED */
    uint32_t head_bytes;
    uint32_t field_count;
    uint32_t empty_lines;
    uint64_t body_left;
    enum http_field field;
    bool truncated;
    uint16_t word_length;      /* of `word`, which may be longer than the buffer only as `truncated` */
    char word[HTTP_VALUE_MAX]; /* method, version, field name or field value in the making */
    struct http_fields fields;
    struct http_request request;
};

/* Makes the parser ready for the next request. */
void http_parser_start(struct http_parser *parser);

/*
 * Takes bytes up to the end of the request or its first error, and returns how many it took. The rest belongs
 * to the next request. In the states PARSER_DONE and PARSER_FAILED it takes none.
 */
size_t http_parser_feed(struct http_parser *parser, const unsigned char *data, size_t length);

/* Whether a request has begun: some byte of its request line has been seen. */
static inline bool http_parser_begun(const struct http_parser *parser)
{
    return parser->state != PARSER_BEFORE;
}
