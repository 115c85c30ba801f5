/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of the report (report.h) about access. */
#pragma once

#include <stdio.h>

#include "sdf/model.h"

void report_print_touch(FILE *out, const struct system *system);
