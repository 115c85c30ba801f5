/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One HTTP connection over any byte stream: the owner passes in what arrives and the time, takes out what is
 * to be sent, and is told when to end. Requests are answered strictly one after the other, so a client that
 * pipelines without reading can fill no more than its own input buffer.
 *
 * The input buffer is also the flow-control window: the stream must never deliver more bytes than were
 * released with http_connection_take_released() plus HTTP_INPUT_CAPACITY. TCP with a receive window of that
 * size keeps to it.
 */
#pragma once

#include "http_parser.h"
#include "http_response.h"

#define HTTP_INPUT_CAPACITY 5840 /* four full segments of TCP over Ethernet */

/* Limits in milliseconds. */
#define HTTP_REQUEST_TIME 10000 /* from the first byte of a request to its last; 408 after it */
#define HTTP_IDLE_TIME 15000    /* between requests */
#define HTTP_STALL_TIME 30000   /* in which a client must take HTTP_STALL_BYTES, or all there is */
#define HTTP_LINGER_TIME 3000   /* after the last answer, for the client to close its side */

#define HTTP_STALL_BYTES 4096

enum http_phase {
    PHASE_READING,    /* a request is awaited or arriving */
    PHASE_RESPONDING, /* an answer is being handed out */
    PHASE_FINISHED,   /* no more answers: the stream is to be ended once all is delivered */
};

enum http_expiry {
    EXPIRY_NONE,
    EXPIRY_CONTINUE, /* there is something to send, such as status 408 */
    EXPIRY_FINISH,   /* it was idle for too long, and is now finished */
    EXPIRY_CLOSE,    /* all was delivered, but the client did not end its side: close without it */
    EXPIRY_ABORT,    /* the client does not take what it asked for: drop it */
};

struct http_connection {
    const struct http_service *service;
    enum http_phase phase;
    bool input_ended; /* the client sends no more */
    uint64_t deadline;
    uint64_t undelivered; /* bytes handed out that the client has not confirmed */
    uint64_t progress;    /* bytes that it confirmed since the deadline was last moved */
    size_t released;
    size_t input_start;
    size_t input_length;
    uint64_t head_sent;
    uint64_t body_sent;
    struct http_parser parser;
    struct http_response response;
    unsigned char input[HTTP_INPUT_CAPACITY];
};

/* A piece to send. */
struct http_chunk {
    const void *data;
    uint64_t length;
    bool stable; /* stays valid for good; otherwise only until http_connection_sent() */
    bool more;   /* another piece follows at once */
};

/* Begins a connection at time `now`. */
void http_connection_open(struct http_connection *connection, const struct http_service *service,
                          uint64_t now);

/* Begins a connection that is told 503 and ended, because there is no room for it. */
void http_connection_refuse(struct http_connection *connection, const struct http_service *service,
                            uint64_t now);

/*
 * Takes bytes that arrived. False if the stream broke its window, and the connection must be dropped. Once
 * the last answer is out, input is dropped.
 */
bool http_connection_receive(struct http_connection *connection, const void *data, size_t length,
                             uint64_t now);

/* The client ended its side of the stream; what it asked for before is still answered. */
void http_connection_end_input(struct http_connection *connection, uint64_t now);

/* The bytes of input that were used since the last call, by which the stream's window may be opened again. */
size_t http_connection_take_released(struct http_connection *connection);

/* The next piece to send; false if there is none now. */
bool http_connection_output(struct http_connection *connection, struct http_chunk *chunk);

/* The stream took `length` bytes of the current piece. After the end of an answer the next request is looked
 * at. */
void http_connection_sent(struct http_connection *connection, uint64_t length, uint64_t now);

/* The client confirmed `length` bytes. */
void http_connection_delivered(struct http_connection *connection, uint64_t length, uint64_t now);

/* All answers were handed out: the stream's sending side is to be ended now. */
static inline bool http_connection_finished(const struct http_connection *connection)
{
    return connection->phase == PHASE_FINISHED;
}

/* Nothing is left to do or to wait for: the stream can be closed and forgotten. */
bool http_connection_over(const struct http_connection *connection);

/*
 * Nothing is lost if it is closed now: it waits for a request and none has begun, or it only waits for the
 * client to end its side. Of several such connections, the one with the earliest deadline has waited longest.
 */
bool http_connection_expendable(const struct http_connection *connection);

/* To be called from time to time: enforces the time limits. */
enum http_expiry http_connection_expire(struct http_connection *connection, uint64_t now);
