/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_field.h. */
#include "http_field.h"

#include <string.h>

#include "http_token.h"

enum http_field http_field_of_name(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum http_field field;
    } known[] = {
        {"connection", FIELD_CONNECTION},
        {"content-length", FIELD_CONTENT_LENGTH},
        {"host", FIELD_HOST},
        {"if-modified-since", FIELD_IF_MODIFIED_SINCE},
        {"if-none-match", FIELD_IF_NONE_MATCH},
        {"if-range", FIELD_IF_RANGE},
        {"range", FIELD_RANGE},
        {"transfer-encoding", FIELD_TRANSFER_ENCODING},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (http_same_token(name, length, known[i].name)) {
            return known[i].field;
        }
    }
    return FIELD_OTHER;
}

static void connection(struct http_fields *fields, const char *value, size_t length)
{
    size_t at = 0;
    size_t token = 0;
    size_t token_length = 0;
    while (http_next_in_list(value, length, &at, &token, &token_length)) {
        if (http_same_token(value + token, token_length, "close")) {
            fields->close = true;
        } else if (http_same_token(value + token, token_length, "keep-alive")) {
            fields->keep_alive = true;
        }
    }
}

/* A repeated field with another number is how requests are smuggled: only equal repetitions pass. */
static unsigned content_length(struct http_request *request, struct http_fields *fields, const char *value,
                               size_t length)
{
    uint64_t number = 0;
    if (!http_number(value, length, &number)) {
        return 400;
    }
    if (fields->has_length && number != request->body_length) {
        return 400;
    }
    fields->has_length = true;
    request->body_length = number;
    return 0;
}

/*
 * Joins the lines of a list field. What does not fit makes the value unusable, which is safe for every field
 * kept here: the answer is then the whole current content.
 */
static void keep(struct http_value *kept, const char *value, size_t length, bool truncated)
{
    size_t separator = kept->length ? 2 : 0;
    if (truncated || length + separator > sizeof kept->text - kept->length) {
        kept->length = 0;
        return;
    }
    memcpy(kept->text + kept->length, ", ", separator);
    memcpy(kept->text + kept->length + separator, value, length);
    kept->length = (uint16_t)(kept->length + separator + length);
}

unsigned http_field_apply(struct http_request *request, struct http_fields *fields, enum http_field field,
                          const char *value, size_t length, bool truncated)
{
    switch (field) {
    case FIELD_OTHER:
        return 0;
    case FIELD_CONNECTION:
        connection(fields, value, length);
        return 0;
    case FIELD_CONTENT_LENGTH:
        return truncated ? 400 : content_length(request, fields, value, length);
    case FIELD_HOST:
        fields->hosts++;
        return 0;
    case FIELD_TRANSFER_ENCODING:
        fields->has_coding = true;
        return 0;
    case FIELD_IF_MODIFIED_SINCE:
        keep(&request->if_modified_since, value, length, truncated);
        return 0;
    case FIELD_IF_NONE_MATCH:
        keep(&request->if_none_match, value, length, truncated);
        return 0;
    case FIELD_IF_RANGE:
        keep(&request->if_range, value, length, truncated);
        return 0;
    case FIELD_RANGE:
        keep(&request->range, value, length, truncated);
        return 0;
    }
    return 0;
}

unsigned http_fields_complete(struct http_request *request, const struct http_fields *fields)
{
    if (fields->hosts > 1 || (fields->hosts == 0 && request->minor_version >= 1)) {
        return 400;
    }
    if (fields->has_coding && (fields->has_length || request->minor_version == 0)) {
        return 400;
    }
    if (fields->has_coding) {
        return 411;
    }
    if (request->body_length > HTTP_BODY_MAX) {
        return 413;
    }
    request->persistent = !fields->close && (request->minor_version >= 1 || fields->keep_alive);
    return 0;
}
