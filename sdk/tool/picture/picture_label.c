/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of regions where there is little room. */
#include <string.h>

#include "base/memory.h"
#include "picture/picture.h"
#include "picture/picture_style.h"

static bool is_title(const struct node *node, const char *part, size_t length)
{
    const char *titles[] = {node->title, node->other_title};

    for (size_t i = 0; i < 2; i++) {
        if (titles[i] != NULL && strlen(titles[i]) == length && memcmp(titles[i], part, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The name without those parts of its path that stand in the title of the box already. */
static const char *without_titles(const struct node *node, const char *name)
{
    const char *label = NULL;

    while (*name != '\0') {
        size_t length = strcspn(name, "/");

        if (!is_title(node, name, length)) {
            label = label == NULL ? mem_string(name, length)
                                  : mem_format("%s/%s", label, mem_string(name, length));
        }
        name += length;
        name += *name == '/' ? 1 : 0;
    }
    return label;
}

/* Composed systems have names like DEVICE/net/queue/SERVER/CLIENT/free, whose ends tell them apart. */
const char *region_label(const struct node *node, const char *name)
{
    const char *label = strchr(name, '/') == NULL ? NULL : without_titles(node, name);

    if (label == NULL) {
        return name;
    }
    const char *rest = label;
    while (strlen(rest) + 2 > LONGEST_TEXT && strchr(rest, '/') != NULL) {
        rest = strchr(rest, '/') + 1;
    }
    return rest == label || *rest == '\0' ? label : mem_format("\u2026/%s", rest);
}
