/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random exchanges with a fixed seed: requests built from fragments that are good, nearly good and bad, cut
 * into random pieces, with random patience of the stream. Whatever happens, the answers must be well-formed,
 * their lengths must hold, and the window must never be exceeded. ASan and UBSan watch the rest.
 */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 20000

static uint64_t random_state = 0x9e3779b97f4a7c15;

static uint64_t random_below(uint64_t bound)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % bound;
}

static const char *const fragments[] = {
    "GET ",
    "HEAD ",
    "POST ",
    "BREW ",
    "/",
    "/docs",
    "/docs/",
    "/data/ten.txt",
    "/large.bin",
    "/now.json",
    "/%2e%2e/",
    "/%",
    "http://a/",
    "*",
    "?q=1",
    " HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    " HTTP/2.0\r\n",
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "Host: a\r\n",
    "Host: a\r\n\r\n",
    "Range: bytes=0-1\r\n",
    "Range: bytes=-5\r\n",
    "Range: bytes=99-\r\n",
    "If-None-Match: *\r\n",
    "If-None-Match: \"a\", W/\"b\"\r\n",
    "If-Range: \"x\"\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: x\r\n",
    "Transfer-Encoding: chunked\r\n",
    "hello",
    ":",
    " ",
    "\t",
    "\x01",
    "\xff",
    "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /data/ten.txt HTTP/1.1\r\nHost: a\r\n\r\n",
    "HEAD /docs HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /x HTTP/1.1\r\nHost: a\r\nRange: bytes=1-2\r\n\r\n",
};

static size_t make_input(char *input, size_t capacity)
{
    size_t length = 0;
    for (uint64_t left = 1 + random_below(24); left > 0; left--) {
        const char *fragment = fragments[random_below(sizeof fragments / sizeof fragments[0])];
        size_t size = strlen(fragment);
        if (size > capacity - length) {
            break;
        }
        memcpy(input + length, fragment, size);
        length += size;
    }
    if (random_below(4) == 0 && length > 0) {
        input[random_below(length)] = (char)random_below(256);
    }
    return length;
}

/* Output is read, so that ASan sees a piece that reaches outside its buffer. */
static volatile unsigned char sink;

static void consume(struct http_connection *connection)
{
    struct http_chunk chunk;
    for (uint64_t tries = random_below(6); tries > 0 && http_connection_output(connection, &chunk); tries--) {
        uint64_t take = 1 + random_below(chunk.length);
        for (uint64_t i = 0; i < take; i += 97) {
            sink = ((const unsigned char *)chunk.data)[i];
        }
        http_connection_sent(connection, take, 0);
        http_connection_delivered(connection, random_below(take + 1), 0);
    }
}

static void one_round(const char *input, size_t length)
{
    struct http_connection *connection = malloc(sizeof *connection);
    size_t window = HTTP_INPUT_CAPACITY;
    size_t sent = 0;

    http_connection_open(connection, fixture_service(), 0);
    for (int turn = 0; turn < 200 && sent < length; turn++) {
        size_t most = length - sent < window ? length - sent : window;
        if (most > 0) {
            size_t piece = 1 + random_below(most);
            assert_true(http_connection_receive(connection, input + sent, piece, 0));
            sent += piece;
            window -= piece;
        }
        consume(connection);
        window += http_connection_take_released(connection);
        assert_true(window <= HTTP_INPUT_CAPACITY);
    }
    if (random_below(2) == 0) {
        http_connection_end_input(connection, 0);
    }
    http_connection_expire(connection, random_below(2 * HTTP_STALL_TIME));
    consume(connection);
    free(connection);
}

static void survives_random_clients(void **state)
{
    (void)state;
    char input[4096];
    for (int round = 0; round < ROUNDS; round++) {
        one_round(input, make_input(input, sizeof input));
    }
}

/* Each answer must begin with a status line, and be followed by exactly the content it announced. */
static void check_answers(const struct exchange *exchange)
{
    const char *at = exchange->output;
    const char *end = exchange->output + exchange->length;
    while (at < end) {
        assert_memory_equal(at, "HTTP/1.1 ", 9);
        const char *head_end = strstr(at, "\r\n\r\n");
        assert_non_null(head_end);
        const char *field = strstr(at, "Content-Length: ");
        bool bodyless = memcmp(at + 9, "304", 3) == 0;
        assert_true(bodyless || (field != NULL && field < head_end));
        at = head_end + 4 + (bodyless ? 0 : strtoul(field + 16, NULL, 10));
    }
    assert_ptr_equal(at, end);
}

/* Content is text without NUL here, and no HEAD is sent, so an exchange can be read back as text. */
static void frames_its_answers(void **state)
{
    (void)state;
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /data/ten.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=3-5\r\n\r\n",
        "GET /data/ten.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=33-\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n",
        "GET /docs HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /now.json HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
        "GET /data/empty.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    };
    char input[8192];
    for (int round = 0; round < 2000; round++) {
        size_t length = 0;
        uint64_t count = 1 + random_below(40);
        for (uint64_t i = 0; i < count; i++) {
            const char *request = requests[random_below(sizeof requests / sizeof requests[0])];
            memcpy(input + length, request, strlen(request));
            length += strlen(request);
        }
        struct exchange exchange =
            fixture_exchange(input, length, 1 + random_below(2000), 1 + random_below(3000));
        assert_int_equal(fixture_count(&exchange, "HTTP/1.1 "), count);
        check_answers(&exchange);
        fixture_free(&exchange);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_random_clients),
        cmocka_unit_test(frames_its_answers),
    };
    return cmocka_run_group_tests_name("http fuzz", tests, NULL, NULL);
}
