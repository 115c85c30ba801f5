/* SPDX-License-Identifier: BSD-2-Clause */
/* Making and changing elements of a description. */
#pragma once

#include "base/xml.h"

/* A new last child of `parent`, with the attributes `pairs`: name, value, ..., NULL; pairs whose value is NULL
 * are left out. Messages about it point at `at`. The texts must stay. */
struct xml_element *element_add(struct xml_element *parent, struct place at, const char *name,
                                const char *const *pairs);

/* Gives an attribute a value that it did not have. */
void element_set(struct xml_element *element, struct place at, const char *name, const char *value);

#define ATTRIBUTES(...) ((const char *const[]){__VA_ARGS__, NULL})
