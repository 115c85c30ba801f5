/* SPDX-License-Identifier: BSD-2-Clause */
/* See http_path.h. */
#include "http_path.h"

#include <stdbool.h>
#include <string.h>

#include "http_token.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%XY" stands for, or -1. */
static int escaped(const char *text, size_t left)
{
    if (left < 3 || hex_digit(text[1]) < 0 || hex_digit(text[2]) < 0) {
        return -1;
    }
    return hex_digit(text[1]) * 16 + hex_digit(text[2]);
}

/* Where the path of an absolute-form target begins; 0 for one in origin form. */
static size_t after_authority(const char *target, size_t length)
{
    static const char scheme[] = "http://";
    size_t at = sizeof scheme - 1;

    if (length < at || !http_same_token(target, at, scheme)) {
        return 0;
    }
    while (at < length && target[at] != '/' && target[at] != '?' && target[at] != '#') {
        at++;
    }
    return at;
}

static bool has_dot_segment(const char *path, size_t length)
{
    size_t start = 0;

    for (size_t at = 0; at <= length; at++) {
        if (at < length && path[at] != '/') {
            continue;
        }
        size_t segment = at - start;
        if (segment > 0 && segment <= 2 && path[start] == '.' && path[at - 1] == '.') {
            return true;
        }
        start = at + 1;
    }
    return false;
}

static enum http_path_result decode(struct http_path *path, const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        int byte = (unsigned char)text[at];
        bool encoded = byte == '%';
        if (encoded) {
            byte = escaped(text + at, length - at);
        }
        if (byte < ' ' || (byte == '#' && !encoded)) {
            return PATH_BAD;
        }
        if (byte == '/' && encoded) {
            return PATH_NOWHERE;
        }
        path->text[path->length] = (char)byte;
        path->length++;
        at += encoded ? 3 : 1;
    }
    return has_dot_segment(path->text, path->length) ? PATH_NOWHERE : PATH_GOOD;
}

enum http_path_result http_path_of_target(struct http_path *path, const char *target, size_t length)
{
    size_t start = after_authority(target, length);
    bool absolute = start > 0;
    const char *query = memchr(target + start, '?', length - start);
    size_t end = query ? (size_t)(query - target) : length;

    path->length = 0;
    path->query = target + end;
    path->query_length = length - end;
    if (memchr(path->query, '#', path->query_length)) {
        return PATH_BAD;
    }
    if (absolute && start == end) {
        path->text[0] = '/';
        path->length = 1;
        return PATH_GOOD;
    }
    if (start == end || target[start] != '/') {
        return PATH_BAD;
    }
    return decode(path, target + start, end - start);
}
