/* SPDX-License-Identifier: BSD-2-Clause */
/* A check of composed systems. */
#pragma once

#include "objects/elf_file.h"
#include "sdf/model.h"

/* Warns of each configuration section in the program of `pd` that has been given nothing, in a system that gives some
 * programs theirs: one that was forgotten is likelier than one that wants no configuration. */
void warn_unconfigured(const struct system *system, const struct protection_domain *pd,
                       const struct elf_image *image);
