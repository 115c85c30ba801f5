/* SPDX-License-Identifier: BSD-2-Clause */
/* Which elements and attributes a system description may have at all (SDF-2, SDF-3, SDF-7, SDF-10). */
#pragma once

#include "xml.h"

/* Checks the whole tree. Afterwards each element stands where it may, has its required attributes and no
 * unknown ones, and has the number of children of each kind that its rule says. Recursion is bounded by the
 * depth that the parser allows. */
void schema_check(const struct xml_element *root);
