/* SPDX-License-Identifier: BSD-2-Clause */
/* The live state of the server as JSON, for the status page. */
#pragma once

#include <stddef.h>

#include "http_response.h"

#include <sddf/network/queue.h>

/* What is reported on; all of it must live for good. */
void status_init(const struct http_service *service, net_queue_handle_t *rx, net_queue_handle_t *tx);

/* Writes the JSON document to `out` and returns its length; 0 if `capacity` is too small. */
size_t status_make(char *out, size_t capacity);
