/* SPDX-License-Identifier: BSD-2-Clause */
/* Small frames with known contents. */
#pragma once

#include "objects/graph.h"

/* A 4 KiB frame that starts with the first of the `size` bytes (as many as fit). Pages with content come
 * from the initialiser's image; empty ones are made by the kernel, which zeroes them anyway. */
object_id graph_small_frame(struct graph *graph, const char *name, const uint8_t *bytes, uint64_t size);
