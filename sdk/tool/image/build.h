/* SPDX-License-Identifier: BSD-2-Clause */
/* What the back end offers to main: a validated system in, a boot image and the facts of the report out. */
#pragma once

#include "image/describe.h"
#include "options.h"
#include "sdf/model.h"
#include "sdk/board.h"

struct build_report; /* report.h */

/* Everything that depends on where things are in memory. */
struct layout {
    struct kernel_place kernel;
    struct task task;
    struct boot_memory boot;
    struct placement placement;
    struct graph graph;
    struct description description;
};

/* The layout of the image that build_image would write for the same input. */
void build_layout(struct system *system, const struct board *board, const struct options *options,
                  struct layout *layout);

/* Physical address of a content page of the layout's graph. */
uint64_t layout_content_paddr(const struct layout *layout, uint32_t page);

/* Builds the image that `options` asks for and writes it, all or nothing, to options->output_path (and the
 * files of TOOL-11, TOOL-27 and TOOL-28 where asked for). Chooses the address of PADDR_CHOSEN regions. Any
 * error ends the process with a message, before a file is replaced. Fills `report`. */
void build_image(struct system *system, const struct board *board, const struct options *options,
                 struct build_report *report);
