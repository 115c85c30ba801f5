/* SPDX-License-Identifier: BSD-2-Clause */
/* Part of the report (report.h): programs, maps and channels of each protection domain. */
#pragma once

#include <stdio.h>

#include "report/report.h"

void report_print_pds(FILE *out, const struct system *system, const struct report_usage *usages);
