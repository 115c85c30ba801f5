/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_parser.h. One function a state; each takes one byte and decides the next state. */
#include "http_parser.h"

#include <string.h>

#include "http_token.h"

/* A client may send an empty line or two after a request; a flood of them is no request. */
#define EMPTY_LINES_MAX 4

void http_parser_start(struct http_parser *parser)
{
    parser->state = PARSER_BEFORE;
    parser->error = 0;
    parser->head_bytes = 0;
    parser->field_count = 0;
    parser->empty_lines = 0;
    parser->body_left = 0;
    parser->field = FIELD_OTHER;
    parser->word_length = 0;
    parser->truncated = false;
    parser->fields = (struct http_fields){0};
    parser->request.body_length = 0;
    parser->request.target_length = 0;
    parser->request.if_none_match.length = 0;
    parser->request.if_modified_since.length = 0;
    parser->request.if_range.length = 0;
    parser->request.range.length = 0;
}

static void fail(struct http_parser *parser, unsigned status)
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
            fail(parser, 400);
        }
        return;
    }
    if (!http_is_token_character(c)) {
        fail(parser, 400);
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
        fail(parser, 400);
        return;
    }
    add_to_word(parser, c, HTTP_METHOD_MAX);
    if (parser->truncated) {
        fail(parser, 501);
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
        fail(parser, 400);
        return;
    }
    if (request->target_length == sizeof request->target) {
        fail(parser, 414);
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
        fail(parser, 400);
        return;
    }
    if (word[5] != '1') {
        fail(parser, 505);
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
            fail(parser, 400);
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
        fail(parser, 400);
        return;
    }
    parser->state = PARSER_FIELD_START;
}

static void end_of_head(struct http_parser *parser)
{
    unsigned status = http_fields_complete(&parser->request, &parser->fields);

    if (status != 0) {
        fail(parser, status);
        return;
    }
    parser->body_left = parser->request.body_length;
    parser->state = parser->body_left > 0 ? PARSER_BODY : PARSER_DONE;
}

static void head_end(struct http_parser *parser, unsigned char c)
{
    if (c != '\n') {
        fail(parser, 400);
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
    /* White space here would continue the line before (obs-fold), which RFC 9112 section 5.2 lets a server refuse. */
    if (!http_is_token_character(c)) {
        fail(parser, 400);
        return;
    }
    parser->field_count++;
    if (parser->field_count > HTTP_FIELDS_MAX) {
        fail(parser, 431);
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
        fail(parser, 400);
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
        fail(parser, status);
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
        fail(parser, 400);
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

static void step(struct http_parser *parser, unsigned char c)
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

/* Which bytes only make the current word longer, as a class of characters; 0 in states where each byte decides. */
static unsigned char class_of_word(const struct http_parser *parser)
{
    switch (parser->state) {
    case PARSER_FIELD_NAME:
        return CHARACTER_OF_TOKEN;
    case PARSER_TARGET:
        return CHARACTER_OF_TARGET;
    case PARSER_FIELD_VALUE:
        return CHARACTER_OF_VALUE;
    default:
        return 0;
    }
}

/* How many of the bytes belong to one class, up to `limit`. */
static size_t run_of(unsigned char class, const unsigned char *data, size_t limit)
{
    size_t run = 0;

    while (run < limit && (http_character_classes[data[run]] & class) != 0) {
        run++;
    }
    return run;
}

static size_t copy_at_most(char *to, size_t room, const unsigned char *from, size_t length)
{
    size_t copied = length < room ? length : room;

    memcpy(to, from, copied);
    return copied;
}

/*
 * Takes many bytes of a word at once: the fast way through most of a request. It stops where step() must decide, such
 * as at a target that is too long. Returns how many bytes it took.
 */
static size_t take_run(struct http_parser *parser, const unsigned char *data, size_t length)
{
    struct http_request *request = &parser->request;
    size_t head_room = HTTP_HEAD_MAX - parser->head_bytes;
    size_t run = run_of(class_of_word(parser), data, length < head_room ? length : head_room);

    if (parser->state == PARSER_TARGET) {
        run = copy_at_most(request->target + request->target_length, sizeof request->target - request->target_length,
                           data, run);
        request->target_length = (uint16_t)(request->target_length + run);
    } else if (parser->state == PARSER_FIELD_NAME || parser->field != FIELD_OTHER) {
        size_t limit = parser->state == PARSER_FIELD_NAME ? HTTP_FIELD_NAME_MAX : sizeof parser->word;
        size_t copied = copy_at_most(parser->word + parser->word_length, limit - parser->word_length, data, run);
        parser->word_length = (uint16_t)(parser->word_length + copied);
        parser->truncated = parser->truncated || copied < run;
    }
    return run;
}

static size_t feed_head(struct http_parser *parser, const unsigned char *data, size_t length)
{
    size_t taken = 0;

    while (taken < length && parser->state < PARSER_BODY) {
        size_t done = take_run(parser, data + taken, length - taken);
        if (done == 0) {
            step(parser, data[taken]);
            done = 1;
        }
        taken += done;
        parser->head_bytes += (uint32_t)done;
        if (parser->head_bytes > HTTP_HEAD_MAX && parser->state < PARSER_BODY) {
            fail(parser, 431);
        }
    }
    return taken;
}

size_t http_parser_feed(struct http_parser *parser, const unsigned char *data, size_t length)
{
    size_t taken = feed_head(parser, data, length);

    if (parser->state == PARSER_BODY) {
        size_t body = length - taken < parser->body_left ? length - taken : (size_t)parser->body_left;
        taken += body;
        parser->body_left -= body;
        if (parser->body_left == 0) {
            parser->state = PARSER_DONE;
        }
    }
    return taken;
}
