/* SPDX-License-Identifier: BSD-2-Clause */
/* Request targets: decoding, and what can name nothing. */
#include "fixture.h"

#include <string.h>

#include "http_path.h"

static const struct {
    const char *target;
    enum http_path_result result;
    const char *path;
    const char *query;
} rows[] = {
    {"/", PATH_GOOD, "/", NULL},
    {"/a/b.html", PATH_GOOD, "/a/b.html", NULL},
    {"/a?b=/../c", PATH_GOOD, "/a", "?b=/../c"},
    {"/a?", PATH_GOOD, "/a", "?"},
    {"/a%20b%C3%BC", PATH_GOOD, "/a b\xc3\xbc", NULL},
    {"/%3f%23%25", PATH_GOOD, "/?#%", NULL},
    {"http://host/x", PATH_GOOD, "/x", NULL},
    {"HTTP://host:80", PATH_GOOD, "/", NULL},
    {"http://host?q", PATH_GOOD, "/", "?q"},
    {"/...", PATH_GOOD, "/...", NULL},
    {"/.well-known/x", PATH_GOOD, "/.well-known/x", NULL},
    {"/a..b", PATH_GOOD, "/a..b", NULL},
    {"//", PATH_GOOD, "//", NULL},
    {"/.", PATH_NOWHERE, NULL, NULL},
    {"/..", PATH_NOWHERE, NULL, NULL},
    {"/../etc/passwd", PATH_NOWHERE, NULL, NULL},
    {"/a/./b", PATH_NOWHERE, NULL, NULL},
    {"/a/..", PATH_NOWHERE, NULL, NULL},
    {"/%2e%2E/x", PATH_NOWHERE, NULL, NULL},
    {"/.%2e", PATH_NOWHERE, NULL, NULL},
    {"/a%2fb", PATH_NOWHERE, NULL, NULL},
    {"/%", PATH_BAD, NULL, NULL},
    {"/%4", PATH_BAD, NULL, NULL},
    {"/%zz", PATH_BAD, NULL, NULL},
    {"/%00", PATH_BAD, NULL, NULL},
    {"/%0a", PATH_BAD, NULL, NULL},
    {"/a#b", PATH_BAD, NULL, NULL},
    {"/a?b#c", PATH_BAD, NULL, NULL},
    {"", PATH_BAD, NULL, NULL},
    {"a", PATH_BAD, NULL, NULL},
    {"*", PATH_BAD, NULL, NULL},
    {"?", PATH_BAD, NULL, NULL},
    {"host:80", PATH_BAD, NULL, NULL},
    {"http:/x", PATH_BAD, NULL, NULL},
};

static void decodes_targets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct http_path path;
        enum http_path_result result = http_path_of_target(&path, rows[i].target, strlen(rows[i].target));
        if (result != rows[i].result) {
            print_error("%s: %d\n", rows[i].target, (int)result);
            fail();
        }
        if (result == PATH_GOOD) {
            assert_int_equal(path.length, strlen(rows[i].path));
            assert_memory_equal(path.text, rows[i].path, path.length);
            assert_int_equal(path.query_length, rows[i].query ? strlen(rows[i].query) : 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(decodes_targets)};
    return cmocka_run_group_tests_name("http path", tests, NULL, NULL);
}
