/* SPDX-License-Identifier: BSD-2-Clause */
/* What `microkit explain` knows. */
#pragma once

#include <stddef.h>

struct explanation {
    const char *class, *summary, *text;
};

/* A message that contains `phrase` outside quotes, and no phrase before it, is of that class. */
struct message_phrase {
    const char *phrase, *class;
};

extern const struct explanation explanations[];
extern const size_t explanation_count;
extern const struct message_phrase message_phrases[];
extern const size_t message_phrase_count;
