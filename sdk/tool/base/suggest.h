/* SPDX-License-Identifier: BSD-2-Clause */
/* "Did you mean ...?": the best of several candidates for a mistyped name. */
#pragma once

struct suggestion {
    const char *wanted;
    const char *best; /* NULL while no candidate is near enough */
    unsigned distance;
};

/* Considers one more candidate. Start with {.wanted = NAME}. */
void suggest(struct suggestion *suggestion, const char *candidate);

/* "Did you mean 'BEST'?", or `otherwise` (may be NULL) if nothing is near. */
const char *suggestion_text(const struct suggestion *suggestion, const char *otherwise);
