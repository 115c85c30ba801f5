/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz inputs are programs: each step is an operation byte and its arguments, executed by whatever thread the kernel
 * currently runs. Every byte string is a valid program; it ends where the bytes end.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Programs end here even if there are bytes left. */
enum { STEPS_MAX = 400 };

/* Starts a program on a fresh copy of the scenario. The bytes stay the caller's, and must live as long as it runs. */
void program_begin(const uint8_t *bytes, size_t count);

/* Executes one step; false: there is none left. Aborts the process on any violation. */
bool program_step(void);

/* So far, has each system call been entered at a time that the kernel already knew? */
bool program_is_comparable(void);
