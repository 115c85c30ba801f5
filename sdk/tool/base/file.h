/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading and writing files whole, and finding them along the search path. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct file_bytes {
    const uint8_t *data; /* followed by a NUL that `size` does not count */
    size_t size;
};

/* Reads a regular file of at most `limit` bytes. Returns NULL on success, else the reason of failure as a
 * phrase, with *file untouched. */
const char *file_read(const char *path, size_t limit, struct file_bytes *file);

/* Writes a file all or nothing: a regular file gets its new content by a rename, so that a reader or an
 * interrupted run never meets half a file. Returns NULL on success, else the reason of failure. */
const char *file_write(const char *path, const void *data, size_t size);

bool file_exists(const char *path);
bool directory_exists(const char *path);

/* A newly made "directory/name"; `name` unchanged if it is absolute. */
char *path_join(const char *directory, const char *name);

/* TOOL-4: the first of `directories` and then the current directory that has a file `name`, as a path.
 * NULL if none has; then *tried lists the paths looked at, separated by ", ". */
const char *path_search(const char *const *directories, size_t count, const char *name, const char **tried);
