/* SPDX-License-Identifier: BSD-2-Clause */
/* Nearest names by edit distance. */
#include "base/suggest.h"

#include <string.h>

#include "base/memory.h"

enum { MAX_NAME = 64 };

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned least = a < b ? a : b;

    return least < c ? least : c;
}

/* Levenshtein distance of two names of at most MAX_NAME bytes, one row of the table at a time. */
static unsigned edit_distance(const char *a, const char *b)
{
    unsigned row[MAX_NAME + 1];
    size_t width = strlen(b);

    for (unsigned j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (unsigned i = 1; a[i - 1] != '\0'; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            unsigned above = row[j];
            row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[width];
}

void suggest(struct suggestion *suggestion, const char *candidate)
{
    size_t length = strlen(suggestion->wanted);

    if (length > MAX_NAME || strlen(candidate) > MAX_NAME) {
        return;
    }
    unsigned distance = edit_distance(suggestion->wanted, candidate);
    if (distance <= (length + 1) / 3 && (suggestion->best == NULL || distance < suggestion->distance)) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}

const char *suggestion_text(const struct suggestion *suggestion, const char *otherwise)
{
    return suggestion->best == NULL ? otherwise : mem_format("Did you mean '%s'?", suggestion->best);
}
