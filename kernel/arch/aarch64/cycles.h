/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's cycle counter, and flushing caches, for benchmark builds. */
#pragma once

#include "types.h"

/* Counts at all exception levels. */
void cycles_init(void);
uint64_t cycles_now(void);

/* What to flush: bits of seL4_ARM_CacheType for the caches of the first level, or everything. */
enum caches { CACHE_INSTRUCTIONS = 1, CACHE_DATA = 2, CACHE_ALL_LEVELS = 4 };

/* BEN-5: cleans and invalidates data caches, invalidates instruction caches, by set and way. */
void caches_flush(word_t which);
