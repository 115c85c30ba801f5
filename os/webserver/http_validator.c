/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_validator.h. */
#include "http_validator.h"

#include <string.h>

#include "http_date.h"
#include "http_token.h"

static bool same_etag(const struct site *site, const struct site_entry *entry, const char *text,
                      size_t length)
{
    return length == entry->etag.length && memcmp(text, site_text(site, entry->etag), length) == 0;
}

/* Weak comparison (RFC 9110 section 8.8.3.2): a cache in between may have marked our strong tag as weak. */
static bool matches(const struct site *site, const struct site_entry *entry, const char *text, size_t length)
{
    size_t weak = length > 2 && text[0] == 'W' && text[1] == '/' ? 2 : 0;

    return (length == 1 && text[0] == '*') || same_etag(site, entry, text + weak, length - weak);
}

static bool none_match_fails(const struct site *site, const struct site_entry *entry,
                             const struct http_value *value)
{
    size_t at = 0;
    size_t element = 0;
    size_t length = 0;

    while (http_next_in_list(value->text, value->length, &at, &element, &length)) {
        if (matches(site, entry, value->text + element, length)) {
            return true;
        }
    }
    return false;
}

bool http_is_unmodified(const struct site *site, const struct site_entry *entry,
                        const struct http_request *request)
{
    if (request->if_none_match.length > 0) {
        return none_match_fails(site, entry, &request->if_none_match);
    }
    uint64_t seconds = 0;

    return http_date_parse(request->if_modified_since.text, request->if_modified_since.length, &seconds) &&
           seconds >= entry->modified;
}

bool http_range_applies(const struct site *site, const struct site_entry *entry,
                        const struct http_request *request)
{
    const struct http_value *condition = &request->if_range;
    uint64_t seconds = 0;

    if (condition->length == 0) {
        return true;
    }
    if (condition->text[0] == '"') {
        return same_etag(site, entry, condition->text, condition->length);
    }
    return http_date_parse(condition->text, condition->length, &seconds) && seconds == entry->modified;
}
