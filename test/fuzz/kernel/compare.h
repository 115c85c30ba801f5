/* SPDX-License-Identifier: BSD-2-Clause */
/* Each program runs twice, with the short paths and without, and both kernels must be in the same state after each
 * step. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Aborts the process on any violation; on a difference the two states are printed to files in the folder
 * build/fuzz/kernel first. */
void compare_run(const uint8_t *bytes, size_t count);
