/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_connection.h. */
#include "http_connection.h"

#include <string.h>

static void await_request(struct http_connection *connection, uint64_t now)
{
    connection->phase = PHASE_READING;
    connection->deadline = now + HTTP_IDLE_TIME;
    http_parser_start(&connection->parser);
}

static uint64_t finished_deadline(const struct http_connection *connection, uint64_t now)
{
    return now + (connection->undelivered > 0 ? HTTP_STALL_TIME : HTTP_LINGER_TIME);
}

static void finish(struct http_connection *connection, uint64_t now)
{
    connection->phase = PHASE_FINISHED;
    connection->deadline = finished_deadline(connection, now);
    connection->released += connection->input_length;
    connection->input_length = 0;
}

static void begin_response(struct http_connection *connection, uint64_t now)
{
    connection->phase = PHASE_RESPONDING;
    connection->deadline = now + HTTP_STALL_TIME;
    connection->head_sent = 0;
    connection->body_sent = 0;
    connection->progress = 0;
}

void http_connection_open(struct http_connection *connection, const struct http_service *service,
                          uint64_t now)
{
    connection->service = service;
    connection->input_ended = false;
    connection->undelivered = 0;
    connection->released = 0;
    connection->input_start = 0;
    connection->input_length = 0;
    await_request(connection, now);
}

void http_connection_refuse(struct http_connection *connection, const struct http_service *service,
                            uint64_t now)
{
    http_connection_open(connection, service, now);
    http_respond_error(service, 503, &connection->response);
    begin_response(connection, now);
}

/* Feeds the parser from the input buffer until a request is complete or the buffer is empty. */
static void parse(struct http_connection *connection, uint64_t now)
{
    struct http_parser *parser = &connection->parser;
    bool had_begun = http_parser_begun(parser);
    size_t taken =
        http_parser_feed(parser, connection->input + connection->input_start, connection->input_length);

    connection->input_start += taken;
    connection->input_length -= taken;
    connection->released += taken;
    if (!had_begun && http_parser_begun(parser)) {
        connection->deadline = now + HTTP_REQUEST_TIME;
    }
    if (parser->state == PARSER_DONE) {
        http_respond(connection->service, &parser->request, &connection->response);
        begin_response(connection, now);
    } else if (parser->state == PARSER_FAILED) {
        http_respond_error(connection->service, parser->error, &connection->response);
        begin_response(connection, now);
    } else if (connection->input_ended) {
        finish(connection, now);
    }
}

bool http_connection_receive(struct http_connection *connection, const void *data, size_t length,
                             uint64_t now)
{
    if (connection->phase == PHASE_FINISHED) {
        connection->released += length;
        return true;
    }
    if (length > sizeof connection->input - connection->input_length) {
        return false;
    }
    if (length > sizeof connection->input - connection->input_start - connection->input_length) {
        memmove(connection->input, connection->input + connection->input_start, connection->input_length);
        connection->input_start = 0;
    }
    memcpy(connection->input + connection->input_start + connection->input_length, data, length);
    connection->input_length += length;
    if (connection->phase == PHASE_READING) {
        parse(connection, now);
    }
    return true;
}

void http_connection_end_input(struct http_connection *connection, uint64_t now)
{
    connection->input_ended = true;
    if (connection->phase == PHASE_READING) {
        finish(connection, now);
    }
}

size_t http_connection_take_released(struct http_connection *connection)
{
    size_t released = connection->released;

    connection->released = 0;
    return released;
}

bool http_connection_output(struct http_connection *connection, struct http_chunk *chunk)
{
    const struct http_response *response = &connection->response;

    if (connection->phase != PHASE_RESPONDING) {
        return false;
    }
    if (connection->head_sent < response->head_length) {
        chunk->data = response->head + connection->head_sent;
        chunk->length = response->head_length - connection->head_sent;
        chunk->stable = false;
        chunk->more = response->body_length > 0;
        return true;
    }
    chunk->data = (const char *)response->body + connection->body_sent;
    chunk->length = response->body_length - connection->body_sent;
    chunk->stable = response->body_is_stable;
    chunk->more = false;
    return chunk->length > 0;
}

/* After an answer: the end, or the next request, which may already be waiting in the input buffer. */
static void end_response(struct http_connection *connection, uint64_t now)
{
    if (connection->response.close) {
        finish(connection, now);
        return;
    }
    await_request(connection, now);
    parse(connection, now);
}

void http_connection_sent(struct http_connection *connection, uint64_t length, uint64_t now)
{
    const struct http_response *response = &connection->response;

    connection->undelivered += length;
    if (connection->head_sent < response->head_length) {
        connection->head_sent += length;
    } else {
        connection->body_sent += length;
    }
    if (connection->head_sent == response->head_length && connection->body_sent == response->body_length) {
        end_response(connection, now);
    }
}

void http_connection_delivered(struct http_connection *connection, uint64_t length, uint64_t now)
{
    connection->undelivered -= length < connection->undelivered ? length : connection->undelivered;
    connection->progress += length;
    if (connection->progress < HTTP_STALL_BYTES && connection->undelivered > 0) {
        return;
    }
    connection->progress = 0;
    if (connection->phase == PHASE_RESPONDING) {
        connection->deadline = now + HTTP_STALL_TIME;
    } else if (connection->phase == PHASE_FINISHED) {
        connection->deadline = finished_deadline(connection, now);
    }
}

static bool is_idle(const struct http_connection *connection)
{
    return connection->phase == PHASE_READING && !http_parser_begun(&connection->parser);
}

static bool is_delivered(const struct http_connection *connection)
{
    return connection->phase == PHASE_FINISHED && connection->undelivered == 0;
}

bool http_connection_over(const struct http_connection *connection)
{
    return is_delivered(connection) && connection->input_ended;
}

bool http_connection_expendable(const struct http_connection *connection)
{
    return is_delivered(connection) || (is_idle(connection) && connection->undelivered == 0);
}

enum http_expiry http_connection_expire(struct http_connection *connection, uint64_t now)
{
    if (now < connection->deadline) {
        return EXPIRY_NONE;
    }
    if (connection->phase != PHASE_READING) {
        return is_delivered(connection) ? EXPIRY_CLOSE : EXPIRY_ABORT;
    }
    if (is_idle(connection)) {
        finish(connection, now);
        return EXPIRY_FINISH;
    }
    http_respond_error(connection->service, 408, &connection->response);
    begin_response(connection, now);
    return EXPIRY_CONTINUE;
}
