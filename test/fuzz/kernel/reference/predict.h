/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reference model next to the kernel: before each kernel entry it reads the state, applies the rules to a copy, and
 * after the entry compares the kernel with that copy.
 */
#pragma once

#include "system.h"

/* To be called right before the kernel is entered. fault only counts for EVENT_FAULT. */
void predict(enum event event, struct fault fault);

/* To be called when the kernel is done. Aborts the process on a difference. */
void predict_check(void);

/* How many entries the model has compared, and how many it could not tell. */
struct predictions {
    uint64_t compared;
    uint64_t unknown;
};
struct predictions predictions(void);
