/* SPDX-License-Identifier: BSD-2-Clause */
/* From a request target to the path that the site is asked for (RFC 3986, RFC 9112 section 3.2). */
#pragma once

#include <stddef.h>

#include "http_request.h"

enum http_path_result {
    PATH_GOOD,
    PATH_BAD,     /* not a valid target: 400 */
    PATH_NOWHERE, /* valid, but can name nothing in a site: 404 */
};

struct http_path {
    size_t length;
    char text[HTTP_TARGET_MAX]; /* decoded, begins with '/', holds no NUL; not terminated */
    size_t query_length;
    const char *query; /* inside the target, from the '?' on and still encoded */
};

/*
 * Decodes `target`, which may also be in absolute form ("http://host/path"). A path that holds a segment "."
 * or "..", encoded or not, or an encoded '/', names nothing: a client resolves dot segments before it asks
 * (rule WEB-10). The result points into `target`.
 */
enum http_path_result http_path_of_target(struct http_path *path, const char *target, size_t length);
