/* SPDX-License-Identifier: BSD-2-Clause */
/* One test for each program of the corpus, in a table that the Makefile generates. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Builds the scenario and lets the threads in it take the program's steps. Fails if they do not come to its end in
 * time. */
void replay(const uint8_t *bytes, size_t count);
