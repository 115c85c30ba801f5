/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_parser_step.h. One function a state; each takes one byte and decides the next state. */
#include "http_parser_step.h"

#include <string.h>

#include "http_token.h"

/* A client may send an empty line or two after a request; a flood of them is no request. */
#define EMPTY_LINES_MAX 4

void http_parser_fail(struct http_parser *parser, unsigned status)
{
    parser->state = PARSER_FAILED;
    parser->error = status;
}

static void begin_word(struct http_parser *parser, enum http_parser_state state)
{
    parser->state = state;
    parser->word_length = 0;
    parser->truncated = false;
}

static void add_to_word(struct http_parser *parser, unsigned char c, size_t limit)
{
    if (parser->word_length >= limit) {
        parser->truncated = true;
        return;
    }
    parser->word[parser->word_length] = (char)c;
    parser->word_length++;
}

static void before(struct http_parser *parser, unsigned char c)
{
    if (c == '\r' || c == '\n') {
        parser->empty_lines += c == '\n';
        if (parser->empty_lines > EMPTY_LINES_MAX) {
            http_parser_fail(parser, 400);
        }
        return;
    }
    if (!http_is_token_character(c)) {
        http_parser_fail(parser, 400);
        return;
    }
    begin_word(parser, PARSER_METHOD);
    add_to_word(parser, c, HTTP_METHOD_MAX);
}

static enum http_method method_of(const char *word, size_t length)
{
    static const char *const others[] = {"POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};

    if (length == 3 && memcmp(word, "GET", 3) == 0) {
        return HTTP_GET;
    }
    if (length == 4 && memcmp(word, "HEAD", 4) == 0) {
        return HTTP_HEAD;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strlen(others[i]) == length && memcmp(word, others[i], length) == 0) {
            return HTTP_NOT_ALLOWED;
        }
    }
    return HTTP_UNKNOWN;
}

static void method(struct http_parser *parser, unsigned char c)
{
    if (c == ' ') {
        parser->request.method = method_of(parser->word, parser->word_length);
        begin_word(parser, PARSER_TARGET);
        return;
    }
    if (!http_is_token_character(c)) {
        http_parser_fail(parser, 400);
        return;
    }
    add_to_word(parser, c, HTTP_METHOD_MAX);
    if (parser->truncated) {
        http_parser_fail(parser, 501);
    }
}

static void target(struct http_parser *parser, unsigned char c)
{
    struct http_request *request = &parser->request;

    if (c == ' ' && request->target_length > 0) {
        begin_word(parser, PARSER_VERSION);
        return;
    }
    if (c <= ' ' || c >= 0x7f) {
        http_parser_fail(parser, 400);
        return;
    }
    if (request->target_length == sizeof request->target) {
        http_parser_fail(parser, 414);
        return;
    }
    request->target[request->target_length] = (char)c;
    request->target_length++;
}

/* "HTTP/1.1", with any digits. Later minor versions are answered as 1.1, as RFC 9110 section 2.5 asks. */
static void end_of_version(struct http_parser *parser)
{
    const char *word = parser->word;

    if (parser->word_length != 8 || memcmp(word, "HTTP/", 5) != 0 || word[5] < '0' || word[5] > '9' ||
        word[6] != '.' || word[7] < '0' || word[7] > '9') {
        http_parser_fail(parser, 400);
        return;
    }
    if (word[5] != '1') {
        http_parser_fail(parser, 505);
        return;
    }
    parser->request.minor_version = (uint8_t)(word[7] - '0');
    parser->state = PARSER_FIELD_START;
}

static void version(struct http_parser *parser, unsigned char c)
{
    if (c != '\r' && c != '\n') {
        add_to_word(parser, c, 9);
        if (parser->truncated) {
            http_parser_fail(parser, 400);
        }
        return;
    }
    end_of_version(parser);
    if (c == '\r' && parser->state == PARSER_FIELD_START) {
        parser->state = PARSER_LINE_END;
    }
}

static void line_end(struct http_parser *parser, unsigned char c)
{
    if (c != '\n') {
        http_parser_fail(parser, 400);
        return;
    }
    parser->state = PARSER_FIELD_START;
}

static void end_of_head(struct http_parser *parser)
{
    unsigned status = http_fields_complete(&parser->request, &parser->fields);

    if (status != 0) {
        http_parser_fail(parser, status);
        return;
    }
    parser->body_left = parser->request.body_length;
    parser->state = parser->body_left > 0 ? PARSER_BODY : PARSER_DONE;
}

static void head_end(struct http_parser *parser, unsigned char c)
{
    if (c != '\n') {
        http_parser_fail(parser, 400);
        return;
    }
    end_of_head(parser);
}

static void field_start(struct http_parser *parser, unsigned char c)
{
    if (c == '\r') {
        parser->state = PARSER_HEAD_END;
        return;
    }
    if (c == '\n') {
        end_of_head(parser);
        return;
    }
    /* White space here would continue the line before (obs-fold), which RFC 9112 section 5.2 lets a server
     * refuse. */
    if (!http_is_token_character(c)) {
        http_parser_fail(parser, 400);
        return;
    }
    parser->field_count++;
    if (parser->field_count > HTTP_FIELDS_MAX) {
        http_parser_fail(parser, 431);
        return;
    }
    begin_word(parser, PARSER_FIELD_NAME);
    add_to_word(parser, c, HTTP_FIELD_NAME_MAX);
}

static void field_name(struct http_parser *parser, unsigned char c)
{
    if (c == ':') {
        parser->field =
            parser->truncated ? FIELD_OTHER : http_field_of_name(parser->word, parser->word_length);
        begin_word(parser, PARSER_FIELD_BLANK);
        return;
    }
    if (!http_is_token_character(c)) {
        http_parser_fail(parser, 400);
        return;
    }
    add_to_word(parser, c, HTTP_FIELD_NAME_MAX);
}

static void end_of_field(struct http_parser *parser, unsigned char c)
{
    size_t length = parser->word_length;

    while (length > 0 && (parser->word[length - 1] == ' ' || parser->word[length - 1] == '\t')) {
        length--;
    }
    unsigned status = http_field_apply(&parser->request, &parser->fields, parser->field, parser->word, length,
                                       parser->truncated);
    if (status != 0) {
        http_parser_fail(parser, status);
        return;
    }
    parser->state = c == '\r' ? PARSER_LINE_END : PARSER_FIELD_START;
}

static void field_value(struct http_parser *parser, unsigned char c)
{
    if (c == '\r' || c == '\n') {
        end_of_field(parser, c);
        return;
    }
    if ((c < ' ' && c != '\t') || c == 0x7f) {
        http_parser_fail(parser, 400);
        return;
    }
    if (parser->state == PARSER_FIELD_BLANK && (c == ' ' || c == '\t')) {
        return;
    }
    parser->state = PARSER_FIELD_VALUE;
    if (parser->field != FIELD_OTHER) {
        add_to_word(parser, c, sizeof parser->word);
    }
}

void http_parser_step(struct http_parser *parser, unsigned char c)
{
    switch (parser->state) {
    case PARSER_BEFORE:
        before(parser, c);
        return;
    case PARSER_METHOD:
        method(parser, c);
        return;
    case PARSER_TARGET:
        target(parser, c);
        return;
    case PARSER_VERSION:
        version(parser, c);
        return;
    case PARSER_LINE_END:
        line_end(parser, c);
        return;
    case PARSER_FIELD_START:
        field_start(parser, c);
        return;
    case PARSER_FIELD_NAME:
        field_name(parser, c);
        return;
    case PARSER_FIELD_BLANK:
    case PARSER_FIELD_VALUE:
        field_value(parser, c);
        return;
    case PARSER_HEAD_END:
        head_end(parser, c);
        return;
    case PARSER_BODY:
    case PARSER_DONE:
    case PARSER_FAILED:
        return;
    }
}
