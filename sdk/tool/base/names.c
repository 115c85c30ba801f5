/* SPDX-License-Identifier: BSD-2-Clause */
/* Names in a balanced tree. */
#include "base/names.h"

#include <search.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/suggest.h"

struct named {
    const char *name;
    struct place at;
    void *value;
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

void names_add(struct name_table *table, const char *name, struct place at, void *value, const char *owner)
{
    struct named *entry = MEM_ARRAY(struct named, 1);

    *entry = (struct named){name, at, value};
    struct named **node = tsearch(entry, &table->root, compare);
    if (node == NULL) {
        tool_error(NULL, "out of memory");
    }
    if (*node != entry) {
        sdf_error_related(at, (struct related){(*node)->at, "it is first used here"}, "Choose another name.",
                          "duplicate %s '%s'%s", table->what, name, owner);
    }
}

static void consider(const void *node, VISIT visit, void *suggestion)
{
    if (visit == postorder || visit == leaf) {
        suggest(suggestion, (*(const struct named *const *)node)->name);
    }
}

void *names_find(const struct name_table *table, const char *name, struct place at)
{
    struct named key = {.name = name};
    struct named **node = tfind(&key, &table->root, compare);

    if (node == NULL) {
        struct suggestion suggestion = {.wanted = name};
        twalk_r(table->root, consider, &suggestion);
        sdf_error(at, suggestion_text(&suggestion, "Declare it, or use the name of one that is declared."),
                  "there is no %s '%s'", table->what, name);
    }
    return (*node)->value;
}
