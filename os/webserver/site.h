/* SPDX-License-Identifier: BSD-2-Clause */
/* Opens a packed site (site_format.h) and finds what a path leads to. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "site_format.h"

struct site {
    const unsigned char *base;
    const struct site_header *header;
    const struct site_entry *entries;
};

/*
 * Checks the whole image once: magic, version, every bound, and the order of the paths. Returns NULL if it
 * can be used, else a sentence that says what is wrong. `base` must be aligned to 8 bytes, and its `size`
 * bytes must stay readable and unchanged while the site is in use: nothing is checked again later.
 */
const char *site_open(struct site *site, const void *base, size_t size);

/* The entry of exactly this path, or NULL. */
const struct site_entry *site_find(const struct site *site, const char *path, size_t length);

/* The entry to show with status 404, or NULL. */
const struct site_entry *site_not_found(const struct site *site);

/* The bytes of a text of an entry of this site. */
static inline const char *site_text(const struct site *site, struct site_text text)
{
    return (const char *)site->base + text.offset;
}
