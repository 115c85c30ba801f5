/* SPDX-License-Identifier: BSD-2-Clause */
/* A composed system as what it is composed of: a plain description, and files for sections of programs. */
#pragma once

#include "sdf/model.h"

/* Writes the description, without device classes and comments, to `path`; to standard output if that is NULL. */
void expand_write(const char *path, const struct system *system);

/* Writes the bytes of each section to a file in `directory`, which is made, for objcopy --update-section. */
void expand_write_data(const char *directory, const struct system *system);
