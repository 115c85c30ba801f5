/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole exchanges: the answer to each kind of request, as its bytes on the wire. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#define GET(path, fields) "GET " path " HTTP/1.1\r\nHost: test\r\n" fields "\r\n"
#define HEAD(path, fields) "HEAD " path " HTTP/1.1\r\nHost: test\r\n" fields "\r\n"

static void assert_in(const struct exchange *exchange, const char *needle)
{
    if (fixture_count(exchange, needle) == 0) {
        print_error("%s is not in: %s\n", needle, exchange->output);
        fail();
    }
}

static const char *body_of(const struct exchange *exchange)
{
    const char *end = strstr(exchange->output, "\r\n\r\n");
    assert_non_null(end);
    return end + 4;
}

static void serves_files(void **state)
{
    (void)state;
    struct exchange exchange = fixture_ask(GET("/data/ten.txt", ""), "HTTP/1.1 200 OK\r\n");
    assert_in(&exchange, "Content-Length: 10\r\n");
    assert_in(&exchange, "Content-Type: text/plain; charset=utf-8\r\n");
    assert_in(&exchange, "Accept-Ranges: bytes\r\n");
    assert_string_equal(body_of(&exchange), "0123456789");
    assert_false(exchange.finished);
    fixture_free(&exchange);
}

static void serves_pages_under_their_short_names(void **state)
{
    (void)state;
    static const char *const requests[] = {GET("/", ""), GET("/docs/", ""), GET("/docs/guide", ""),
                                           GET("/data/a%20name%20%C3%BC.txt", ""), GET("/?x=y", "")};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct exchange exchange = fixture_ask(requests[i], "HTTP/1.1 200 OK\r\n");
        fixture_free(&exchange);
    }
}

static void answers_head_without_body(void **state)
{
    (void)state;
    struct exchange exchange =
        fixture_ask(HEAD("/data/ten.txt", "Range: bytes=0-1\r\n"), "HTTP/1.1 200 OK\r\n");
    assert_in(&exchange, "Content-Length: 10\r\n");
    assert_string_equal(body_of(&exchange), "");
    fixture_free(&exchange);
    exchange = fixture_ask(HEAD("/nothing", ""), "HTTP/1.1 404 Not Found\r\n");
    assert_string_equal(body_of(&exchange), "");
    fixture_free(&exchange);
}

static void redirects_to_folders(void **state)
{
    (void)state;
    struct exchange exchange = fixture_ask(GET("/docs?a=b", ""), "HTTP/1.1 301 Moved Permanently\r\n");
    assert_in(&exchange, "\r\nLocation: /docs/?a=b\r\n");
    fixture_free(&exchange);
}

static void shows_the_sites_page_for_what_is_not_there(void **state)
{
    (void)state;
    static const char *const requests[] = {GET("/missing", ""), GET("/../x", ""), GET("/docs/%2e%2e/", "")};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct exchange exchange = fixture_ask(requests[i], "HTTP/1.1 404 Not Found\r\n");
        assert_in(&exchange, "nothing here");
        assert_false(exchange.finished);
        fixture_free(&exchange);
    }
}

/* The strong tag of a path, as the server sends it. */
static void etag_of(const char *request, char *etag, size_t capacity)
{
    struct exchange exchange = fixture_ask(request, "HTTP/1.1 200 OK\r\n");
    const char *start = strstr(exchange.output, "ETag: ") + 6;
    size_t length = strcspn(start, "\r");
    assert_true(length < capacity);
    memcpy(etag, start, length);
    etag[length] = '\0';
    fixture_free(&exchange);
}

static void ask_with(const char *field, const char *before, const char *value, const char *after,
                     const char *status_line)
{
    char request[512];
    snprintf(request, sizeof request, "GET /data/ten.txt HTTP/1.1\r\nHost: test\r\n%s: %s%s%s\r\n%s\r\n",
             field, before, value, after, strcmp(field, "If-Range") == 0 ? "Range: bytes=2-3\r\n" : "");
    struct exchange exchange = fixture_ask(request, status_line);
    if (strstr(status_line, "304")) {
        assert_in(&exchange, "ETag: ");
        assert_string_equal(body_of(&exchange), "");
    }
    fixture_free(&exchange);
}

static void honours_conditions(void **state)
{
    (void)state;
    char etag[64];
    etag_of(GET("/data/ten.txt", ""), etag, sizeof etag);
    ask_with("If-None-Match", "", etag, "", "HTTP/1.1 304 Not Modified\r\n");
    ask_with("If-None-Match", "W/", etag, "", "HTTP/1.1 304 Not Modified\r\n");
    ask_with("If-None-Match", "\"a,b\", ", etag, " , \"c\"", "HTTP/1.1 304 Not Modified\r\n");
    ask_with("If-None-Match", "", "*", "", "HTTP/1.1 304 Not Modified\r\n");
    ask_with("If-None-Match", "", "\"other\"", "", "HTTP/1.1 200 OK\r\n");
    ask_with("If-None-Match", "\"", etag, "", "HTTP/1.1 200 OK\r\n");
    ask_with("If-Modified-Since", "", "Tue, 19 Jan 2038 03:14:08 GMT", "", "HTTP/1.1 304 Not Modified\r\n");
    ask_with("If-Modified-Since", "", "Thu, 01 Jan 1970 00:00:00 GMT", "", "HTTP/1.1 200 OK\r\n");
    ask_with("If-Modified-Since", "", "yesterday", "", "HTTP/1.1 200 OK\r\n");
    ask_with("If-Range", "", etag, "", "HTTP/1.1 206 Partial Content\r\n");
    ask_with("If-Range", "W/", etag, "", "HTTP/1.1 200 OK\r\n");
    ask_with("If-Range", "", "\"other\"", "", "HTTP/1.1 200 OK\r\n");
    ask_with("If-Range", "", "Thu, 01 Jan 1970 00:00:00 GMT", "", "HTTP/1.1 200 OK\r\n");
}

static void an_etag_outranks_a_date(void **state)
{
    (void)state;
    struct exchange exchange =
        fixture_ask(GET("/", "If-None-Match: \"x\"\r\nIf-Modified-Since: Tue, 19 Jan 2038 03:14:08 GMT\r\n"),
                    "HTTP/1.1 200 OK\r\n");
    fixture_free(&exchange);
}

static void serves_ranges(void **state)
{
    (void)state;
    struct exchange exchange =
        fixture_ask(GET("/data/ten.txt", "Range: bytes=2-4\r\n"), "HTTP/1.1 206 Partial Content\r\n");
    assert_in(&exchange, "Content-Range: bytes 2-4/10\r\n");
    assert_in(&exchange, "Content-Length: 3\r\n");
    assert_string_equal(body_of(&exchange), "234");
    fixture_free(&exchange);
    exchange =
        fixture_ask(GET("/data/ten.txt", "Range: bytes=10-\r\n"), "HTTP/1.1 416 Range Not Satisfiable\r\n");
    assert_in(&exchange, "Content-Range: bytes */10\r\n");
    fixture_free(&exchange);
    exchange = fixture_ask(GET("/data/ten.txt", "Range: bytes=0-1,4-5\r\n"), "HTTP/1.1 200 OK\r\n");
    assert_string_equal(body_of(&exchange), "0123456789");
    fixture_free(&exchange);
}

static void makes_dynamic_bodies(void **state)
{
    (void)state;
    struct exchange exchange = fixture_ask(GET("/now.json", ""), "HTTP/1.1 200 OK\r\n");
    assert_in(&exchange, "Content-Type: application/json\r\n");
    assert_in(&exchange, "Cache-Control: no-store\r\n");
    assert_string_equal(body_of(&exchange), "{\"now\":1}");
    fixture_free(&exchange);
    exchange = fixture_ask(GET("/broken", ""), "HTTP/1.1 500 Internal Server Error\r\n");
    fixture_free(&exchange);
}

static void refuses_methods(void **state)
{
    (void)state;
    struct exchange exchange = fixture_ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
                                           "HTTP/1.1 405 Method Not Allowed\r\n");
    assert_in(&exchange, "Allow: GET, HEAD\r\n");
    assert_false(exchange.finished);
    fixture_free(&exchange);
    exchange = fixture_ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 405 ");
    fixture_free(&exchange);
    exchange = fixture_ask("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 501 ");
    fixture_free(&exchange);
}

static void errors_end_the_connection(void **state)
{
    (void)state;
    struct exchange exchange =
        fixture_ask("GET / HTTP/1.1\r\n\r\n" GET("/", ""), "HTTP/1.1 400 Bad Request\r\n");
    assert_in(&exchange, "Connection: close\r\n");
    assert_int_equal(fixture_count(&exchange, "HTTP/1.1 "), 1);
    assert_true(exchange.finished);
    fixture_free(&exchange);
    exchange = fixture_ask("GET / HTTP/3.0\r\n", "HTTP/1.1 505 HTTP Version Not Supported\r\n");
    assert_true(exchange.finished);
    fixture_free(&exchange);
}

static void counts_what_it_answers(void **state)
{
    (void)state;
    struct exchange exchange =
        fixture_ask(GET("/data/ten.txt", "") GET("/missing", "") HEAD("/", ""), "HTTP/1.1 200 OK\r\n");
    const struct http_counters *counters = fixture_counters();

    assert_int_equal(counters->requests, 3);
    assert_int_equal(counters->responses[http_status_index(200)], 2);
    assert_int_equal(counters->responses[http_status_index(404)], 1);
    assert_true(counters->body_bytes > 10);
    fixture_free(&exchange);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(serves_files),
        cmocka_unit_test(serves_pages_under_their_short_names),
        cmocka_unit_test(answers_head_without_body),
        cmocka_unit_test(redirects_to_folders),
        cmocka_unit_test(shows_the_sites_page_for_what_is_not_there),
        cmocka_unit_test(honours_conditions),
        cmocka_unit_test(an_etag_outranks_a_date),
        cmocka_unit_test(serves_ranges),
        cmocka_unit_test(makes_dynamic_bodies),
        cmocka_unit_test(refuses_methods),
        cmocka_unit_test(errors_end_the_connection),
        cmocka_unit_test(counts_what_it_answers),
    };
    return cmocka_run_group_tests_name("http response", tests, NULL, NULL);
}
