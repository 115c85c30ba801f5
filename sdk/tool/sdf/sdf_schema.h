/* SPDX-License-Identifier: BSD-2-Clause */
/* Which elements and attributes a system description may have at all (SDF-2, SDF-3, SDF-7, SDF-10). */
#pragma once

#include <stddef.h>

#include "base/xml.h"

/*
 * `attributes`: names; '!' behind a name makes it required.
 * `children`: names; '!' exactly one, '?' at most one, '+' at least one, otherwise any number.
 */
struct element_rule {
    const char *parent; /* NULL: the root */
    const char *name;
    const char *attributes;
    const char *children;
};

extern const struct element_rule schema_rules[];
extern const size_t schema_rule_count;

/* One word of an attribute or child list. */
struct word {
    const char *start;
    size_t length;
    char mark; /* '!', '?', '+' or ' ' */
};

/* Takes the next word from *list; length 0 at the end. */
struct word schema_next_word(const char **list);

/* Checks the whole tree. Afterwards each element stands where it may, has its required attributes and no
 * unknown ones, and has the number of children of each kind that its rule says. Recursion is bounded by the
 * depth that the parser allows. */
void schema_check(const struct xml_element *root);
