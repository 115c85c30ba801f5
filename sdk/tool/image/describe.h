/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing the placed graph down in the format that the initialiser reads (../initialiser/description.h). */
#pragma once

#include "image/place.h"
#include "image/task.h"

struct description {
    const uint8_t *bytes;
    size_t size;
};

/* `snapshot`: the initialiser prints what exists. Ends the process if the system needs more capability slots than the initial task has (ALLOC-10). */
struct description describe(const struct graph *graph, const struct boot_memory *boot,
                            const struct placement *placement, const struct task *task,
                            const struct system *system, bool snapshot);
