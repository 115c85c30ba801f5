/* SPDX-License-Identifier: BSD-2-Clause */
/* The request parser: what it accepts, what it refuses and with which status, in one piece and split
 * anywhere. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

struct row {
    const char *input;
    unsigned error; /* 0: the request is complete */
};

static const struct row rows[] = {
    {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0},
    {"HEAD /x?y=1 HTTP/1.1\r\nHost:a\r\n\r\n", 0},
    {"GET / HTTP/1.0\r\n\r\n", 0},
    {"GET / HTTP/1.9\r\nHost: a\r\n\r\n", 0},
    {"GET / HTTP/1.1\nHost: a\n\n", 0},
    {"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 0},
    {"GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Blank: \t \r\n\r\n", 0},
    {"GET / HTTP/1.1\r\nHost: a\r\nX: caf\xc3\xa9\r\n\r\n", 0},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 0},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", 0},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 0},
    {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 0},
    {"\r\n\r\n\r\n\r\n\r\n", 400},
    {" GET / HTTP/1.1\r\n", 400},
    {"G(T / HTTP/1.1\r\n", 400},
    {"ABCDEFGHIJKLMNOPQ / HTTP/1.1\r\n", 501},
    {"GET  / HTTP/1.1\r\n", 400},
    {"GET /\r\n", 400},
    {"GET /\tx HTTP/1.1\r\n", 400},
    {"GET /\x80 HTTP/1.1\r\n", 400},
    {"GET / HTTP/1.1 \r\n", 400},
    {"GET / HTTP/11\r\n", 400},
    {"GET / http/1.1\r\n", 400},
    {"GET / HTTP/x.1\r\n", 400},
    {"GET / HTTP/1.1\rX", 400},
    {"GET / HTTP/2.0\r\n", 505},
    {"GET / HTTP/0.9\r\n", 505},
    {"GET / HTTP/1.1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\x7f\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\n\rX", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413},
    {"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 411},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
};

static void expect(const struct http_parser *parser, const struct row *row)
{
    enum http_parser_state wanted = row->error ? PARSER_FAILED : PARSER_DONE;
    if (parser->state != wanted || parser->error != row->error) {
        print_error("%s: state %d, error %u\n", row->input, (int)parser->state, parser->error);
        fail();
    }
}

static void accepts_and_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct http_parser parser;
        http_parser_start(&parser);
        http_parser_feed(&parser, (const unsigned char *)rows[i].input, strlen(rows[i].input));
        expect(&parser, &rows[i]);
    }
}

/* Each row is copied to an exact allocation, so that a read past a piece is seen by ASan. */
static void every_split_gives_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = strlen(rows[i].input);
        for (size_t split = 0; split <= length; split++) {
            struct http_parser parser;
            unsigned char *first = malloc(split + 1);
            unsigned char *second = malloc(length - split + 1);
            memcpy(first, rows[i].input, split);
            memcpy(second, rows[i].input + split, length - split);
            http_parser_start(&parser);
            size_t taken = http_parser_feed(&parser, first, split);
            if (taken == split) {
                http_parser_feed(&parser, second, length - split);
            }
            expect(&parser, &rows[i]);
            free(first);
            free(second);
        }
    }
}

static void stops_at_the_end_of_a_request(void **state)
{
    (void)state;
    static const char two[] = "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: b\r\n\r\n";
    const unsigned char *input = (const unsigned char *)two;
    struct http_parser parser;

    http_parser_start(&parser);
    size_t taken = http_parser_feed(&parser, input, sizeof two - 1);
    assert_int_equal(taken, (sizeof two - 1) / 2);
    assert_memory_equal(parser.request.target, "/a", 2);
    assert_int_equal(http_parser_feed(&parser, input + taken, 1), 0);
    http_parser_start(&parser);
    http_parser_feed(&parser, input + taken, sizeof two - 1 - taken);
    assert_int_equal(parser.state, PARSER_DONE);
    assert_memory_equal(parser.request.target, "/b", 2);
}

static void keeps_what_matters(void **state)
{
    (void)state;
    static const char input[] = "HEAD /p%20q?r HTTP/1.1\r\nhOST: a\r\nRANGE:\tbytes=1-2 \t\r\n"
                                "If-None-Match: \"a\"\r\nIf-None-Match: W/\"b\"\r\nIf-Range: \"c\"\r\n"
                                "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
    struct http_parser parser;

    http_parser_start(&parser);
    http_parser_feed(&parser, (const unsigned char *)input, sizeof input - 1);
    const struct http_request *request = &parser.request;
    assert_int_equal(parser.state, PARSER_DONE);
    assert_int_equal(request->method, HTTP_HEAD);
    assert_int_equal(request->target_length, 8);
    assert_memory_equal(request->target, "/p%20q?r", 8);
    assert_int_equal(request->range.length, 9);
    assert_memory_equal(request->range.text, "bytes=1-2", 9);
    assert_int_equal(request->if_none_match.length, 10);
    assert_memory_equal(request->if_none_match.text, "\"a\", W/\"b\"", 10);
    assert_int_equal(request->if_range.length, 3);
    assert_int_equal(request->if_modified_since.length, 29);
}

static void decides_persistence(void **state)
{
    (void)state;
    static const struct {
        const char *input;
        bool persistent;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n", false},
        {"GET / HTTP/1.0\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_parser parser;
        http_parser_start(&parser);
        http_parser_feed(&parser, (const unsigned char *)cases[i].input, strlen(cases[i].input));
        assert_int_equal(parser.state, PARSER_DONE);
        assert_int_equal(parser.request.persistent, cases[i].persistent);
    }
}

/* Feeds `prefix`, then `unit` again and again, until the parser is done; returns the error. */
static unsigned flood(const char *prefix, const char *unit)
{
    struct http_parser parser;

    http_parser_start(&parser);
    http_parser_feed(&parser, (const unsigned char *)prefix, strlen(prefix));
    for (size_t i = 0; i < 100000 && parser.state != PARSER_FAILED; i++) {
        http_parser_feed(&parser, (const unsigned char *)unit, strlen(unit));
    }
    return parser.error;
}

static void bounds_every_part(void **state)
{
    (void)state;
    assert_int_equal(flood("", "\r\n"), 400);
    assert_int_equal(flood("G", "G"), 501);
    assert_int_equal(flood("GET /", "a"), 414);
    assert_int_equal(flood("GET / HTTP/1.1", "1"), 400);
    assert_int_equal(flood("GET / HTTP/1.1\r\n", "A"), 431);
    assert_int_equal(flood("GET / HTTP/1.1\r\nA:", " "), 431);
    assert_int_equal(flood("GET / HTTP/1.1\r\nRange:", "b"), 431);
    assert_int_equal(flood("GET / HTTP/1.1\r\n", "A: b\r\n"), 431);
    assert_int_equal(flood("GET / HTTP/1.1\r\nHost: a\r\n", "If-None-Match: \"b\"\r\n"), 431);
}

static void drops_values_that_are_too_long(void **state)
{
    (void)state;
    struct http_parser parser;
    char input[HTTP_VALUE_MAX + 100];
    int head = 0;

    http_parser_start(&parser);
    memset(input, 'x', sizeof input);
    head = (int)strlen(strcpy(input, "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: "));
    input[head] = '"';
    memcpy(input + sizeof input - 4, "\r\n\r\n", 4);
    http_parser_feed(&parser, (const unsigned char *)input, sizeof input);
    assert_int_equal(parser.state, PARSER_DONE);
    assert_int_equal(parser.request.if_none_match.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_and_refuses),
        cmocka_unit_test(every_split_gives_the_same),
        cmocka_unit_test(stops_at_the_end_of_a_request),
        cmocka_unit_test(keeps_what_matters),
        cmocka_unit_test(decides_persistence),
        cmocka_unit_test(bounds_every_part),
        cmocka_unit_test(drops_values_that_are_too_long),
    };
    return cmocka_run_group_tests_name("http parser", tests, NULL, NULL);
}
