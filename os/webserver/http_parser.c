/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_parser.h. Drives the state machine, and takes whole words where single bytes decide nothing. */
#include "http_parser.h"

#include <string.h>

#include "http_parser_step.h"
#include "http_token.h"

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

/* Which bytes only make the current word longer, as a class of characters; 0 in states where each byte
 * decides. */
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
 * Takes many bytes of a word at once: the fast way through most of a request. It stops where one byte must
 * decide, such as at a target that is too long. Returns how many bytes it took.
 */
static size_t take_run(struct http_parser *parser, const unsigned char *data, size_t length)
{
    struct http_request *request = &parser->request;
    size_t head_room = HTTP_HEAD_MAX - parser->head_bytes;
    size_t run = run_of(class_of_word(parser), data, length < head_room ? length : head_room);

    if (parser->state == PARSER_TARGET) {
        run = copy_at_most(request->target + request->target_length,
                           sizeof request->target - request->target_length, data, run);
        request->target_length = (uint16_t)(request->target_length + run);
    } else if (parser->state == PARSER_FIELD_NAME || parser->field != FIELD_OTHER) {
        size_t limit = parser->state == PARSER_FIELD_NAME ? HTTP_FIELD_NAME_MAX : sizeof parser->word;
        size_t copied =
            copy_at_most(parser->word + parser->word_length, limit - parser->word_length, data, run);
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
            http_parser_step(parser, data[taken]);
            done = 1;
        }
        taken += done;
        parser->head_bytes += (uint32_t)done;
        if (parser->head_bytes > HTTP_HEAD_MAX && parser->state < PARSER_BODY) {
            http_parser_fail(parser, 431);
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
