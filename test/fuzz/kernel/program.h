/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz inputs are programs: each step is an operation byte and its arguments, executed by whatever thread the kernel
 * currently runs. Every byte string is a valid program; it ends where the bytes end.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Runs one program on a fresh copy of the scenario. Aborts the process on any violation. */
void program_run(const uint8_t *bytes, size_t count);
