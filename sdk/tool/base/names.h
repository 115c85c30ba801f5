/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of names that must be unique, and of what they refer to. */
#pragma once

#include "base/xml.h"

struct name_table {
    const char *what; /* kind of thing in messages, e.g. "memory region" */
    void *root;
};

/* Adds a name; ends the process with E-DUP, which points at both, if it is there already. `owner` says in the
 * message whose name it is (" of protection domain 'a'", or ""). */
void names_add(struct name_table *table, const char *name, struct place at, void *value, const char *owner);

/* What `name` refers to; ends the process with E-REF at `at` if nothing. */
void *names_find(const struct name_table *table, const char *name, struct place at);
