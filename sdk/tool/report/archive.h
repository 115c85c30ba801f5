/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debug archive of an image: the directory `IMAGE.debug`, with the programs (for their symbols and line
 * numbers) and `index.json`, which says what is where in the image. Everything that decodes, debugs or
 * watches an image works from it alone. It is tied to its image by a hash, and to console output by the image
 * id that the monitor of a debug image prints.
 */
#pragma once

#include "image/image.h"
#include "report/facts.h"

/* What the archive is made of. */
struct archive_input {
    const struct board *board;
    const struct system *system;
    const struct graph *graph;
    const struct elf_image *images; /* of the PDs, by index */
    const char *image_path;
    const struct boot_image *image;
    uint64_t image_id; /* what the monitor prints */
};

/* The directory that belongs to an image. */
const char *archive_path(const char *image_path);

/* Not a signature: it tells images apart that were made by accident, not by malice. */
uint64_t archive_hash(const uint8_t *bytes, size_t size);

/* Writes the archive; one of an earlier image of this name is replaced. An image that went to a device or a pipe
 * has none. */
void archive_write(const struct archive_input *in);
