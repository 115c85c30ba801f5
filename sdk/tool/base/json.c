/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON through jansson. */
#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"

enum { MAX_JSON_BYTES = 1 << 20 };

struct json_file {
    const char *path;
    json_t *root;
};

struct json_file *json_load(const char *path, const char *purpose)
{
    struct file_bytes bytes;
    const char *reason = file_read(path, MAX_JSON_BYTES, &bytes);

    if (reason != NULL) {
        tool_error("The SDK is incomplete: install or build it again.", "cannot read the %s '%s': %s",
                   purpose, path, reason);
    }
    json_error_t error;
    struct json_file *file = MEM_ARRAY(struct json_file, 1);
    file->path = path;
    file->root = json_loadb((const char *)bytes.data, bytes.size, 0, &error);
    if (!json_is_object(file->root)) {
        tool_error("The SDK is damaged: install or build it again.", "the %s '%s' is not a JSON object: %s",
                   purpose, path, file->root == NULL ? error.text : "wrong type");
    }
    return file;
}

void json_close(struct json_file *file)
{
    json_decref(file->root);
    file->root = NULL;
}

static _Noreturn void bad_value(const struct json_file *file, const char *key, const char *wanted)
{
    tool_error("The SDK is damaged: install or build it again.", "in '%s', '%s' must be %s", file->path, key,
               wanted);
}

static bool parse_digits(const char *text, uint64_t *number)
{
    uint64_t value = 0;

    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9' || __builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*text - '0'), &value)) {
            return false;
        }
    }
    *number = value;
    return true;
}

/* user_top of an architecture with 64-bit virtual addresses may exceed the signed integers of the parser; the
 * writer of such a number uses a string. */
static uint64_t number_of(const struct json_file *file, const json_t *json, const char *key, uint64_t max)
{
    uint64_t number = 0;
    bool valid = false;

    if (json_is_integer(json) && json_integer_value(json) >= 0) {
        number = (uint64_t)json_integer_value(json);
        valid = true;
    } else if (json_is_string(json)) {
        valid = parse_digits(json_string_value(json), &number);
    }
    if (!valid || number > max) {
        bad_value(file, key, mem_format("a number of at most %ju", (uintmax_t)max));
    }
    return number;
}

uint64_t json_number(const struct json_file *file, const char *key, uint64_t max)
{
    return number_of(file, json_object_get(file->root, key), key, max);
}

uint64_t json_number_or(const struct json_file *file, const char *key, uint64_t max, uint64_t missing)
{
    const json_t *json = json_object_get(file->root, key);

    return json == NULL ? missing : number_of(file, json, key, max);
}

bool json_flag(const struct json_file *file, const char *key)
{
    const json_t *json = json_object_get(file->root, key);

    if (json != NULL && !json_is_boolean(json)) {
        bad_value(file, key, "true or false");
    }
    return json_is_true(json);
}

char *json_text(const struct json_file *file, const char *key)
{
    const json_t *json = json_object_get(file->root, key);

    if (!json_is_string(json)) {
        bad_value(file, key, "a string");
    }
    return mem_string(json_string_value(json), json_string_length(json));
}

static int compare_ranges(const void *a, const void *b)
{
    const struct range *left = a;
    const struct range *right = b;

    return (left->start > right->start) - (left->start < right->start);
}

struct range *json_ranges(const struct json_file *file, const char *key, size_t *count)
{
    const json_t *array = json_object_get(file->root, key);

    if (!json_is_array(array)) {
        bad_value(file, key, "an array");
    }
    *count = json_array_size(array);
    struct range *ranges = MEM_ARRAY(struct range, *count);
    for (size_t i = 0; i < *count; i++) {
        const json_t *item = json_array_get(array, i);
        ranges[i].start = number_of(file, json_object_get(item, "start"), key, UINT64_MAX);
        ranges[i].end = number_of(file, json_object_get(item, "end"), key, UINT64_MAX);
    }
    qsort(ranges, *count, sizeof *ranges, compare_ranges);
    for (size_t i = 0; i < *count; i++) {
        if (ranges[i].start >= ranges[i].end || (i > 0 && ranges[i - 1].end > ranges[i].start)) {
            bad_value(file, key, "an array of non-empty, disjoint ranges");
        }
    }
    return ranges;
}
