/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Systems in which objects point at each other in all the ways that there are, made from the scenario. The root thread
 * runs at the highest priority in each.
 */
#pragma once

#include "scenario.h"

struct situation {
    const char *name;
    void (*build)(void);
};

extern const struct situation situations[];
extern const uint32_t situation_count;

/* Whoever runs makes the root thread the one that runs. */
void situation_root_runs(void);
