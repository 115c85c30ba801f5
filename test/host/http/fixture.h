/* SPDX-License-Identifier: BSD-2-Clause */
/* What the tests of the HTTP core share: cmocka, the packed test site, and a client that runs a whole
 * exchange. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http_connection.h"

/* A service over the packed site of test/host/http/site, with zeroed counters and the dynamic resource
 * /now.json. */
const struct http_service *fixture_service(void);

/* The counters of that service, since it was last asked for; an exchange asks for it at its start. */
const struct http_counters *fixture_counters(void);

/* The test site as packed, and its size; aligned to 8 bytes. The caller frees it. */
void *fixture_site_image(size_t *size);

struct exchange {
    char *output; /* all that the server sent; terminated */
    size_t length;
    bool finished; /* the server ended its side */
    bool dropped;  /* the server found the stream broken */
};

/*
 * Sends `input` in pieces of `piece` bytes at time 0, as fast as the flow-control window allows; the stream
 * takes at most `take` bytes of output at once. The caller frees output.
 */
struct exchange fixture_exchange(const char *input, size_t length, size_t piece, size_t take);

/* The same for a terminated request in one piece, and checks that the answer begins with `status_line`. */
struct exchange fixture_ask(const char *input, const char *status_line);

/* Number of times that `needle` is in what the server sent. */
size_t fixture_count(const struct exchange *exchange, const char *needle);

void fixture_free(struct exchange *exchange);
