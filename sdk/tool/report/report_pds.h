/* SPDX-License-Identifier: BSD-2-Clause */
/* Part of the report (report.h): programs, maps and channels of each protection domain. */
#pragma once

#include <stdio.h>

#include "sdf/model.h"

void report_print_pds(FILE *out, const struct system *system);
