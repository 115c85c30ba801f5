/* SPDX-License-Identifier: BSD-2-Clause */
/* Conditional requests (RFC 9110 section 13): does the client hold what the site holds? */
#pragma once

#include "http_request.h"
#include "site.h"

/* The client already has this entry: If-None-Match, or in its absence If-Modified-Since, says so. */
bool http_is_unmodified(const struct site *site, const struct site_entry *entry,
                        const struct http_request *request);

/* A range may be answered as such: there is no If-Range, or it names exactly this entry. */
bool http_range_applies(const struct site *site, const struct site_entry *entry,
                        const struct http_request *request);
