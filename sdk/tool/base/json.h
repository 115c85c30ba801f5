/* SPDX-License-Identifier: BSD-2-Clause */
/* Typed access to the JSON files of the SDK; anything missing or malformed ends the process with a message
 * that names the file and the key. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sdf/model.h"

struct json_file; /* one loaded file; an object at the top */

/* Loads `path`. `purpose` says in messages what the file is, e.g. "kernel configuration". */
struct json_file *json_load(const char *path, const char *purpose);
void json_close(struct json_file *file);

/* A number, as a JSON integer or as a string of decimal digits, at most `max`. */
uint64_t json_number(const struct json_file *file, const char *key, uint64_t max);

/* As json_number; `missing` if the key is absent. */
uint64_t json_number_or(const struct json_file *file, const char *key, uint64_t max, uint64_t missing);

/* A JSON boolean; false if the key is absent. */
bool json_flag(const struct json_file *file, const char *key);

/* A newly made copy of a string value. */
char *json_text(const struct json_file *file, const char *key);

/* An array of {"start": n, "end": n} with start < end, sorted by start, disjoint. */
struct range *json_ranges(const struct json_file *file, const char *key, size_t *count);
