/* SPDX-License-Identifier: BSD-2-Clause */
/* From a request to its answer: status line and header fields as text, and the body as a pointer. */
#pragma once

#include "http_request.h"
#include "http_status.h"
#include "site.h"

/* Enough for every answer: the longest redirect repeats a target with its query. */
#define HTTP_HEAD_CAPACITY (HTTP_TARGET_MAX * 3 + 1024)

/* The longest body that is made at the time of the request. */
#define HTTP_DYNAMIC_CAPACITY 4096

/* A resource whose body is made at the time of the request. */
struct http_dynamic {
    const char *path;
    const char *content_type;
    /* Writes the body to `out` and returns its length, at most `capacity`; 0 means that it failed (status
     * 500). */
    size_t (*make)(char *out, size_t capacity);
};

struct http_counters {
    uint64_t requests;                     /* complete requests, good or bad */
    uint64_t body_bytes;                   /* of all answers, as begun: a client may go away before the end */
    uint64_t responses[HTTP_STATUS_KINDS]; /* by http_status_index() */
};

/* What all connections of a server share. */
struct http_service {
    const struct site *site;
    const struct http_dynamic *dynamic;
    size_t dynamic_count;
    struct http_counters *counters;
};

/* An answer, ready to be sent: first the head, then the body. */
struct http_response {
    unsigned status;
    bool close; /* the connection ends after this answer */
    size_t head_length;
    const void *body;
    uint64_t body_length;
    bool body_is_stable; /* the body lives as long as the server, so it may be sent without a copy */
    char head[HTTP_HEAD_CAPACITY];
    char dynamic[HTTP_DYNAMIC_CAPACITY];
};

/* Answers a complete request. `response` keeps no pointer into `request`. */
void http_respond(const struct http_service *service, const struct http_request *request,
                  struct http_response *response);

/* Answers with an error, and ends the connection: what follows such a request cannot be told from its rest.
 */
void http_respond_error(const struct http_service *service, unsigned status, struct http_response *response);
