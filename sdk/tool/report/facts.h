/* SPDX-License-Identifier: BSD-2-Clause */
/* The facts of the report (report.h), taken from the placed graph. */
#pragma once

#include "image/task.h"
#include "report/report.h"

struct facts_input {
    const struct system *system;
    const struct kernel_place *kernel;
    const struct boot_memory *boot;
    const struct graph *graph;
    const struct task *task;
    size_t image_size;
};

void facts_fill(struct build_report *report, const struct facts_input *in);
