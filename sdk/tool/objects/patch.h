/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing values into the variables of program images before they are laid out (LIB-4, SDF-25, MON-2). */
#pragma once

#include "objects/elf_file.h"
#include "sdf/model.h"
#include "sdk/board.h"

/* Overwrites variable `name` of a program of the SDK itself; its size must be `size`. */
void patch_own(struct elf_image *image, const char *name, const void *bytes, size_t size);

/* Writes names, masks and setvars into the image of a PD; symbols are looked up in `symbols`. Regions with a
 * chosen address must have one. Ends the process if a symbol is missing or does not fit (E-SYM). */
void patch_pd(const struct system *system, const struct board *board, const struct protection_domain *pd,
              struct elf_image *image, const struct elf_image *symbols);

/* Tells the monitor the names and stacks of the PDs. */
void patch_monitor(const struct system *system, const struct board *board, struct elf_image *image);
