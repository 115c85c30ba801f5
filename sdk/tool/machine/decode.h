/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console output of an image with its addresses and capabilities explained. Every byte is passed on at once;
 * explanations follow the line that they belong to.
 */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "machine/archive_read.h"

struct decoder;

struct decoder *decoder_new(const struct archive *archive, FILE *out);

/* Passes `size` bytes of console output on. */
void decoder_feed(struct decoder *decoder, const char *bytes, size_t size);
