/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A packed site: one file, read in place. os/webserver/pack writes it at build time; the server maps it
 * read-only and sends bodies straight out of it. All numbers are little-endian; offsets count from the start
 * of the file.
 *
 *   struct site_header, then `entry_count` struct site_entry in rising order of path, then texts and bodies.
 *
 * Everything that can be known before a request arrives is worked out by the packer: which file answers which
 * path (index pages, paths without ".html", directories without their slash), and the header lines of the
 * answer.
 */
#pragma once

#include <stdint.h>

#define SITE_MAGIC "NemeaWeb"
#define SITE_VERSION 1

/* `not_found` of a site without a page of its own for status 404. */
#define SITE_NO_ENTRY UINT32_MAX

struct site_header {
    char magic[8];
    uint32_t version;
    uint32_t entry_count;
    uint64_t size;       /* of the whole file */
    uint32_t not_found;  /* index of the entry to show with status 404 */
    uint32_t file_count; /* of the folder that was packed: paths that lead to the same file count once */
};

struct site_text {
    uint32_t offset;
    uint32_t length;
};

enum site_kind {
    SITE_FILE = 0,
    SITE_REDIRECT = 1, /* answered 301; `location` is the absolute path to go to, percent-encoded */
};

struct site_entry {
    struct site_text path;     /* decoded, begins with '/' */
    struct site_text fields;   /* complete header lines: Content-Type, ETag, Last-Modified, Cache-Control */
    struct site_text etag;     /* with its quotes; always a strong one */
    struct site_text location; /* of a redirect; otherwise empty */
    uint64_t body_offset;
    uint64_t body_length;
    uint64_t modified; /* seconds since 1970 */
    uint32_t kind;
    uint32_t reserved; /* 0 */
};

_Static_assert(sizeof(struct site_header) == 32, "part of the file format");
_Static_assert(sizeof(struct site_entry) == 64, "part of the file format");
