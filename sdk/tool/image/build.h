/* SPDX-License-Identifier: BSD-2-Clause */
/* What the back end offers to main: a validated system in, a boot image and the facts of the report out. */
#pragma once

#include "options.h"
#include "sdf/model.h"
#include "sdk/board.h"

struct build_report; /* report.h */

/* Builds the image that `options` asks for and writes it, all or nothing, to options->output_path (and the
 * files of TOOL-11, TOOL-27 and TOOL-28 where asked for). Chooses the address of PADDR_CHOSEN regions. Any
 * error ends the process with a message, before a file is replaced. Fills `report`. */
void build_image(struct system *system, const struct board *board, const struct options *options,
                 struct build_report *report);
