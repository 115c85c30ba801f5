/* SPDX-License-Identifier: BSD-2-Clause */
/* See site.h. */
#include "site.h"

#include <string.h>

static bool inside(uint64_t offset, uint64_t length, uint64_t size)
{
    return offset <= size && length <= size - offset;
}

static bool text_inside(struct site_text text, uint64_t size)
{
    return inside(text.offset, text.length, size);
}

static int compare_paths(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);

    if (order != 0) {
        return order;
    }
    return (a_length > b_length) - (a_length < b_length);
}

static bool entry_is_sound(const struct site_entry *entry, uint64_t size)
{
    return text_inside(entry->path, size) && text_inside(entry->fields, size) &&
           text_inside(entry->etag, size) && text_inside(entry->location, size) &&
           inside(entry->body_offset, entry->body_length, size) && entry->path.length > 0 &&
           entry->kind <= SITE_REDIRECT;
}

static const char *check_entries(const struct site *site)
{
    for (uint32_t i = 0; i < site->header->entry_count; i++) {
        const struct site_entry *entry = &site->entries[i];
        if (!entry_is_sound(entry, site->header->size)) {
            return "an entry of the packed site reaches outside it";
        }
        if (i == 0) {
            continue;
        }
        const struct site_entry *before = &site->entries[i - 1];
        if (compare_paths(site_text(site, before->path), before->path.length, site_text(site, entry->path),
                          entry->path.length) >= 0) {
            return "the paths of the packed site are not in order";
        }
    }
    return NULL;
}

const char *site_open(struct site *site, const void *base, size_t size)
{
    const struct site_header *header = base;

    if (size < sizeof *header || memcmp(header->magic, SITE_MAGIC, sizeof header->magic) != 0) {
        return "this is not a packed site";
    }
    if (header->version != SITE_VERSION) {
        return "the packed site has another version than this server";
    }
    if (header->size != size || header->entry_count > (size - sizeof *header) / sizeof(struct site_entry)) {
        return "the packed site is cut short";
    }
    if (header->not_found != SITE_NO_ENTRY && header->not_found >= header->entry_count) {
        return "the packed site names a page for status 404 that it does not have";
    }
    site->base = base;
    site->header = header;
    site->entries = (const struct site_entry *)(header + 1);
    return check_entries(site);
}

const struct site_entry *site_find(const struct site *site, const char *path, size_t length)
{
    size_t low = 0;
    size_t high = site->header->entry_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct site_entry *entry = &site->entries[middle];
        int order = compare_paths(path, length, site_text(site, entry->path), entry->path.length);
        if (order == 0) {
            return entry;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

const struct site_entry *site_not_found(const struct site *site)
{
    uint32_t index = site->header->not_found;

    return index == SITE_NO_ENTRY ? NULL : &site->entries[index];
}
