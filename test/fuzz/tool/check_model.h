/* SPDX-License-Identifier: BSD-2-Clause */
/* What must hold of every system that the tool accepts, said again and simpler than the tool does. */
#pragma once

#include "objects/graph.h"

void check_model(const struct system *system, const struct board *board);
void check_graph(const struct graph *graph);
