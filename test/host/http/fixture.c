/* SPDX-License-Identifier: BSD-2-Clause */
/* See fixture.h. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *fixture_site_image(size_t *size)
{
    FILE *file = fopen(TEST_SITE, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    void *image = malloc(*size);
    assert_int_equal(fread(image, 1, *size, file), *size);
    fclose(file);
    return image;
}

static size_t make_now(char *out, size_t capacity)
{
    static const char body[] = "{\"now\":1}";
    assert_true(capacity >= sizeof body);
    memcpy(out, body, sizeof body - 1);
    return sizeof body - 1;
}

static size_t make_nothing(char *out, size_t capacity)
{
    (void)out;
    (void)capacity;
    return 0;
}

static struct http_counters counters;

const struct http_counters *fixture_counters(void)
{
    return &counters;
}

const struct http_service *fixture_service(void)
{
    static const struct http_dynamic dynamic[] = {{"/now.json", "application/json", make_now},
                                                  {"/broken", "text/plain", make_nothing}};
    static struct site site;
    static struct http_service service = {
        .site = &site, .dynamic = dynamic, .dynamic_count = 2, .counters = &counters};
    static void *image;

    if (image == NULL) {
        size_t size = 0;
        image = fixture_site_image(&size);
        assert_null(site_open(&site, image, size));
    }
    counters = (struct http_counters){0};
    return &service;
}

static void append(struct exchange *exchange, const void *data, size_t length)
{
    exchange->output = realloc(exchange->output, exchange->length + length + 1);
    assert_non_null(exchange->output);
    memcpy(exchange->output + exchange->length, data, length);
    exchange->length += length;
    exchange->output[exchange->length] = '\0';
}

static void drain(struct http_connection *connection, struct exchange *exchange, size_t take)
{
    struct http_chunk chunk;

    while (http_connection_output(connection, &chunk)) {
        size_t now = chunk.length < take ? (size_t)chunk.length : take;
        append(exchange, chunk.data, now);
        http_connection_sent(connection, now, 0);
        http_connection_delivered(connection, now, 0);
    }
}

struct exchange fixture_exchange(const char *input, size_t length, size_t piece, size_t take)
{
    struct http_connection *connection = calloc(1, sizeof *connection);
    struct exchange exchange = {0};
    size_t window = HTTP_INPUT_CAPACITY;
    size_t sent = 0;

    append(&exchange, "", 0);
    http_connection_open(connection, fixture_service(), 0);
    while (sent < length && !exchange.dropped) {
        size_t now = length - sent < piece ? length - sent : piece;
        now = now < window ? now : window;
        assert_true(now > 0);
        exchange.dropped = !http_connection_receive(connection, input + sent, now, 0);
        sent += now;
        drain(connection, &exchange, take);
        window += http_connection_take_released(connection) - now;
    }
    exchange.finished = http_connection_finished(connection);
    free(connection);
    return exchange;
}

struct exchange fixture_ask(const char *input, const char *status_line)
{
    struct exchange exchange = fixture_exchange(input, strlen(input), SIZE_MAX, SIZE_MAX);

    if (strncmp(exchange.output, status_line, strlen(status_line)) != 0) {
        print_error("asked: %s\nwanted: %s\ngot: %s\n", input, status_line, exchange.output);
        fail();
    }
    return exchange;
}

size_t fixture_count(const struct exchange *exchange, const char *needle)
{
    size_t count = 0;
    const char *at = exchange->output;

    while ((at = memmem(at, exchange->length - (size_t)(at - exchange->output), needle, strlen(needle))) !=
           NULL) {
        count++;
        at += strlen(needle);
    }
    return count;
}

void fixture_free(struct exchange *exchange)
{
    free(exchange->output);
}
