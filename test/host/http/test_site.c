/* SPDX-License-Identifier: BSD-2-Clause */
/* The packer and the reader of packed sites together, and the reader against every kind of damage. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static const struct site_entry *find(const struct site *site, const char *path)
{
    return site_find(site, path, strlen(path));
}

static void assert_body(const struct site *site, const char *path, const char *body)
{
    const struct site_entry *entry = find(site, path);
    assert_non_null(entry);
    assert_int_equal(entry->body_length, strlen(body));
    assert_memory_equal(site->base + entry->body_offset, body, strlen(body));
}

static void finds_what_was_packed(void **state)
{
    (void)state;
    const struct site *site = fixture_service()->site;

    assert_body(site, "/data/ten.txt", "0123456789");
    assert_body(site, "/data/a name \xc3\xbc.txt", "spaced");
    assert_body(site, "/data/empty.txt", "");
    assert_ptr_equal(site->base + find(site, "/")->body_offset,
                     site->base + find(site, "/index.html")->body_offset);
    assert_int_equal(find(site, "/docs/guide")->body_offset, find(site, "/docs/guide.html")->body_offset);
    assert_int_equal(find(site, "/docs")->kind, SITE_REDIRECT);
    assert_int_equal(find(site, "/docs/")->kind, SITE_FILE);
    assert_ptr_equal(site_not_found(site), find(site, "/404.html"));
    assert_int_equal(site->header->file_count, 9);
}

static void finds_nothing_else(void **state)
{
    (void)state;
    static const char *const absent[] = {"",        "/x", "/.hidden", "/data/",       "/docs/index.htm",
                                         "/docs//", "//", "/style",   "/index.html/", "/data/ten.txt ",
                                         "\xff"};
    const struct site *site = fixture_service()->site;

    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        assert_null(find(site, absent[i]));
    }
}

static void carries_the_large_file_whole(void **state)
{
    (void)state;
    const struct site *site = fixture_service()->site;
    const struct site_entry *entry = find(site, "/large.bin");

    assert_int_equal(entry->body_length, 1 << 20);
    for (size_t i = 0; i < entry->body_length; i++) {
        assert_int_equal(site->base[entry->body_offset + i], (i * 7 + i / 251) % 256);
    }
}

static void gives_entries_their_fields(void **state)
{
    (void)state;
    const struct site *site = fixture_service()->site;
    const struct site_entry *entry = find(site, "/style.css");
    char fields[512] = {0};

    assert_true(entry->fields.length < sizeof fields);
    memcpy(fields, site_text(site, entry->fields), entry->fields.length);
    assert_non_null(strstr(fields, "Content-Type: text/css; charset=utf-8\r\n"));
    assert_non_null(strstr(fields, "ETag: \""));
    assert_non_null(strstr(fields, "Last-Modified: "));
    assert_non_null(strstr(fields, " GMT\r\n"));
    assert_int_equal(entry->etag.length, 34);
    assert_true(entry->modified > 0 && entry->modified <= 1700000000);
}

static void survives_being_cut_short(void **state)
{
    (void)state;
    size_t size = 0;
    unsigned char *whole = fixture_site_image(&size);
    struct site site;

    for (size_t length = 0; length < size && length < 4096; length++) {
        void *cut = malloc(length + 1);
        memcpy(cut, whole, length);
        assert_non_null(site_open(&site, cut, length));
        free(cut);
    }
    free(whole);
}

/* Any damage to the tables is either refused or leaves every entry inside the image. */
static void survives_damaged_tables(void **state)
{
    (void)state;
    size_t size = 0;
    unsigned char *image = fixture_site_image(&size);
    struct site site;
    size_t tables = sizeof(struct site_header) + 12 * sizeof(struct site_entry);
    unsigned accepted = 0;

    for (size_t at = 0; at < tables; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            image[at] ^= (unsigned char)(1u << bit);
            if (site_open(&site, image, size) == NULL) {
                accepted++;
                site_find(&site, "/data/ten.txt", 13);
                for (uint32_t i = 0; i < site.header->entry_count; i++) {
                    const struct site_entry *entry = &site.entries[i];
                    assert_true(entry->body_offset <= size &&
                                entry->body_length <= size - entry->body_offset);
                }
            }
            image[at] ^= (unsigned char)(1u << bit);
        }
    }
    assert_true(accepted > 0);
    free(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_packed),        cmocka_unit_test(finds_nothing_else),
        cmocka_unit_test(carries_the_large_file_whole), cmocka_unit_test(gives_entries_their_fields),
        cmocka_unit_test(survives_being_cut_short),     cmocka_unit_test(survives_damaged_tables),
    };
    return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
