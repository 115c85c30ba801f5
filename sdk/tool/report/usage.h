/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory and kernel objects that each protection domain takes. */
#pragma once

#include "objects/graph.h"
#include "report/report.h"

/* One for each PD of the system, by index. */
const struct report_usage *usage_of(const struct graph *graph, const struct system *system);
