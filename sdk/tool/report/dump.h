/* SPDX-License-Identifier: BSD-2-Clause */
/* Machine-readable views of the built system, for tools of users (TOOL-27, TOOL-28). */
#pragma once

#include "image/bootmem.h"
#include "objects/graph.h"

/* The object graph as JSON; an error ends the process. */
void dump_json(const char *path, const struct system *system, const struct graph *graph,
               const struct boot_memory *boot);

/* One `<pd>.vpr` for each PD with what its channels may do; makes `directory`. An error ends the process. */
void dump_viper(const char *directory, const struct system *system);
