/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's cycle counter, and flushing caches, for benchmark builds. */
#pragma once

#include "types.h"

/* Counts at all exception levels. */
void cycles_init(void);
uint64_t cycles_now(void);

/* BEN-5: cleans and invalidates all data caches, invalidates instruction caches, by set and way. */
void caches_flush(void);
