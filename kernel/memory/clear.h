/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clearing of memory that becomes kernel objects or frames.
 */
#pragma once

#include "types.h"

/* Writes zeros to [start, start + bytes) of RAM; both are multiples of 16. Whole blocks (arch_clear.h) are fit to become
 * frames. */
void memory_clear(paddr_t start, word_t bytes);
