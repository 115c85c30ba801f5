/* SPDX-License-Identifier: BSD-2-Clause */
/* Where things are in the kernel's memory, from its symbols and debug information (libdw). */
#pragma once

#include <stdint.h>

struct layout_file;

/* Ends the process if the kernel at `path` cannot be read. */
struct layout_file *layout_open(const char *path);

/* Offset of a member of struct `type`; `member` may name members of members: "arch.benchmark.cycles". Ends the
 * process if there is none. */
uint64_t layout_offset(struct layout_file *file, const char *type, const char *member);

/* Physical address of a variable, and of what a pointer of the kernel points to. */
uint64_t layout_variable(struct layout_file *file, const char *name);
uint64_t layout_physical(struct layout_file *file, uint64_t pointer);
