/* SPDX-License-Identifier: BSD-2-Clause */
/* The front end: from a description file to a model for which every rule of the language holds. */
#pragma once

#include "options.h"
#include "sdf/model.h"
#include "sdk/board.h"

/* Reads and validates options->system_path for `board`. Any mistake ends the process with a message; things
 * that are only odd are warned of. When options->description_only is set, programs and prefill files
 * need not exist (a prefill file must if it alone gives a region its size). */
struct system *sdf_load(const struct board *board, const struct options *options);
