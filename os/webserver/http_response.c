/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_response.h. */
#include "http_response.h"

#include <string.h>

#include "http_path.h"
#include "http_range.h"
#include "http_validator.h"
#include "text.h"

static void count(const struct http_service *service, const struct http_response *response)
{
    service->counters->requests++;
    service->counters->responses[http_status_index(response->status)]++;
    service->counters->body_bytes += response->body_length;
}

static struct text begin_head(struct http_response *response, unsigned status)
{
    const struct http_status *known = &http_statuses[http_status_index(status)];
    struct text head = text_begin(response->head, sizeof response->head);

    response->status = known->code;
    text_string(&head, "HTTP/1.1 ");
    text_number(&head, known->code);
    text_string(&head, " ");
    text_string(&head, known->phrase);
    text_string(&head, "\r\nServer: Nemea\r\nX-Content-Type-Options: nosniff\r\n");
    return head;
}

static void content_length(struct text *head, uint64_t length)
{
    text_string(head, "Content-Length: ");
    text_number(head, length);
    text_string(head, "\r\n");
}

/*
 * Ends the head. A client of HTTP/1.0 that asked to keep the connection must be told that it is kept; one of
 * HTTP/1.1 takes it for granted. Every head fits its buffer by construction, so an overflow would be a defect
 * of this file; the answer then ends the connection instead of sending half a head.
 */
static void end_head(struct http_response *response, struct text *head)
{
    text_string(head, response->close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n");
    response->head_length = head->overflow ? 0 : head->length;
    if (head->overflow) {
        response->close = true;
        response->body_length = 0;
    }
}

static void set_body(struct http_response *response, const void *body, uint64_t length, bool stable)
{
    response->body = body;
    response->body_length = length;
    response->body_is_stable = stable;
}

static void respond_plainly(const struct http_service *service, unsigned status, bool with_body,
                            struct http_response *response)
{
    struct text head = begin_head(response, status);
    struct text body = text_begin(response->dynamic, sizeof response->dynamic);

    text_number(&body, response->status);
    text_string(&body, " ");
    text_string(&body, http_statuses[http_status_index(status)].phrase);
    text_string(&body, "\n");
    set_body(response, response->dynamic, with_body ? body.length : 0, false);
    if (response->status == 405) {
        text_string(&head, "Allow: GET, HEAD\r\n");
    }
    if (response->status == 503) {
        text_string(&head, "Retry-After: 2\r\n");
    }
    text_string(&head, "Content-Type: text/plain; charset=utf-8\r\n");
    content_length(&head, body.length);
    end_head(response, &head);
    count(service, response);
}

void http_respond_error(const struct http_service *service, unsigned status, struct http_response *response)
{
    response->close = true;
    respond_plainly(service, status, true, response);
}

static void respond_not_found(const struct http_service *service, bool with_body,
                              struct http_response *response)
{
    const struct site_entry *page = site_not_found(service->site);

    if (page == NULL) {
        respond_plainly(service, 404, with_body, response);
        return;
    }
    struct text head = begin_head(response, 404);
    text_string(&head, "Content-Type: text/html; charset=utf-8\r\n");
    content_length(&head, page->body_length);
    set_body(response, service->site->base + page->body_offset, with_body ? page->body_length : 0, true);
    end_head(response, &head);
    count(service, response);
}

static void respond_redirect(const struct http_service *service, const struct site_entry *entry,
                             const struct http_path *path, struct http_response *response)
{
    struct text head = begin_head(response, 301);

    text_string(&head, "Location: ");
    text_bytes(&head, site_text(service->site, entry->location), entry->location.length);
    text_bytes(&head, path->query, path->query_length);
    text_string(&head, "\r\n");
    content_length(&head, 0);
    set_body(response, NULL, 0, true);
    end_head(response, &head);
    count(service, response);
}

static void respond_not_modified(const struct http_service *service, const struct site_entry *entry,
                                 struct http_response *response)
{
    struct text head = begin_head(response, 304);

    text_bytes(&head, site_text(service->site, entry->fields), entry->fields.length);
    set_body(response, NULL, 0, true);
    end_head(response, &head);
    count(service, response);
}

static void content_range(struct text *head, bool satisfiable, uint64_t first, uint64_t length, uint64_t size)
{
    text_string(head, "Content-Range: bytes ");
    if (satisfiable) {
        text_number(head, first);
        text_string(head, "-");
        text_number(head, first + length - 1);
    } else {
        text_string(head, "*");
    }
    text_string(head, "/");
    text_number(head, size);
    text_string(head, "\r\n");
}

static void respond_unsatisfiable(const struct http_service *service, const struct site_entry *entry,
                                  struct http_response *response)
{
    struct text head = begin_head(response, 416);

    content_range(&head, false, 0, 0, entry->body_length);
    content_length(&head, 0);
    set_body(response, NULL, 0, true);
    end_head(response, &head);
    count(service, response);
}

static void respond_file(const struct http_service *service, const struct site_entry *entry,
                         const struct http_request *request, struct http_response *response)
{
    bool with_body = request->method == HTTP_GET;
    uint64_t first = 0;
    uint64_t length = entry->body_length;
    enum http_range_result range = RANGE_NONE;

    if (with_body && request->range.length > 0 && http_range_applies(service->site, entry, request)) {
        range =
            http_range_parse(request->range.text, request->range.length, entry->body_length, &first, &length);
    }
    if (range == RANGE_UNSATISFIABLE) {
        respond_unsatisfiable(service, entry, response);
        return;
    }
    struct text head = begin_head(response, range == RANGE_PART ? 206 : 200);
    text_bytes(&head, site_text(service->site, entry->fields), entry->fields.length);
    text_string(&head, "Accept-Ranges: bytes\r\n");
    if (range == RANGE_PART) {
        content_range(&head, true, first, length, entry->body_length);
    }
    content_length(&head, length);
    set_body(response, service->site->base + entry->body_offset + first, with_body ? length : 0, true);
    end_head(response, &head);
    count(service, response);
}

static const struct http_dynamic *find_dynamic(const struct http_service *service,
                                               const struct http_path *path)
{
    for (size_t i = 0; i < service->dynamic_count; i++) {
        const char *known = service->dynamic[i].path;
        if (strlen(known) == path->length && memcmp(known, path->text, path->length) == 0) {
            return &service->dynamic[i];
        }
    }
    return NULL;
}

static void respond_dynamic(const struct http_service *service, const struct http_dynamic *dynamic,
                            bool with_body, struct http_response *response)
{
    size_t length = dynamic->make(response->dynamic, sizeof response->dynamic);

    if (length == 0) {
        respond_plainly(service, 500, with_body, response);
        return;
    }
    struct text head = begin_head(response, 200);
    text_string(&head, "Content-Type: ");
    text_string(&head, dynamic->content_type);
    text_string(&head, "\r\nCache-Control: no-store\r\n");
    content_length(&head, length);
    set_body(response, response->dynamic, with_body ? length : 0, false);
    end_head(response, &head);
    count(service, response);
}

static void respond_path(const struct http_service *service, const struct http_request *request,
                         const struct http_path *path, struct http_response *response)
{
    bool with_body = request->method == HTTP_GET;
    const struct http_dynamic *dynamic = find_dynamic(service, path);

    if (dynamic != NULL) {
        respond_dynamic(service, dynamic, with_body, response);
        return;
    }
    const struct site_entry *entry = site_find(service->site, path->text, path->length);
    if (entry == NULL) {
        respond_not_found(service, with_body, response);
    } else if (entry->kind == SITE_REDIRECT) {
        respond_redirect(service, entry, path, response);
    } else if (http_is_unmodified(service->site, entry, request)) {
        respond_not_modified(service, entry, response);
    } else {
        respond_file(service, entry, request, response);
    }
}

void http_respond(const struct http_service *service, const struct http_request *request,
                  struct http_response *response)
{
    struct http_path path;

    response->close = !request->persistent;
    if (request->method == HTTP_UNKNOWN) {
        respond_plainly(service, 501, true, response);
        return;
    }
    if (request->method == HTTP_NOT_ALLOWED) {
        respond_plainly(service, 405, true, response);
        return;
    }
    switch (http_path_of_target(&path, request->target, request->target_length)) {
    case PATH_BAD:
        respond_plainly(service, 400, request->method == HTTP_GET, response);
        return;
    case PATH_NOWHERE:
        respond_not_found(service, request->method == HTTP_GET, response);
        return;
    case PATH_GOOD:
        respond_path(service, request, &path, response);
        return;
    }
}
