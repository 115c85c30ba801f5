/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether the capabilities and mappings that exist in a running system are exactly those that its description asks
 * for. What exists is what a debug kernel found in its own objects and page tables before the first protection domain
 * ran; what is asked for comes from the description and the programs.
 */
#pragma once

#include "audit/dump.h"
#include "image/build.h"

/* Compares, and prints each difference. Returns their number. */
size_t audit_compare(const struct layout *layout, const struct board *board, struct dump *dump);
