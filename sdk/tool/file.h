/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading files whole, and finding them along the search path. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct file_bytes {
    const uint8_t *data; /* followed by a NUL that `size` does not count */
    size_t size;
};

/* Reads a regular file of at most `limit` bytes. Returns NULL on success, else the reason of failure as a
 * phrase ("no such file or directory", "is larger than ... bytes"), with *file untouched. */
const char *file_read(const char *path, size_t limit, struct file_bytes *file);

bool file_exists(const char *path);
bool directory_exists(const char *path);

/* A newly made "directory/name"; `name` unchanged if it is absolute. */
char *path_join(const char *directory, const char *name);
