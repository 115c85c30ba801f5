/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of the model as one. */
#include "model.h"

#include "reference/predict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 3 };

static const struct model_state *const parts[PARTS] = {&model_tree_state, &model_queue_state, &model_budget_state};
static void *kept[PARTS];

noreturn void model_fail(const char *text)
{
    fprintf(stderr, "model: %s\n", text);
    abort();
}

void model_reset(void)
{
    for (uint32_t i = 0; i < PARTS; i++) {
        memset(parts[i]->start, 0, parts[i]->bytes);
    }
}

void model_save(void)
{
    for (uint32_t i = 0; i < PARTS; i++) {
        kept[i] = kept[i] ? kept[i] : malloc(parts[i]->bytes);
        memcpy(kept[i], parts[i]->start, parts[i]->bytes);
    }
}

void model_restore(void)
{
    for (uint32_t i = 0; i < PARTS; i++) {
        memcpy(parts[i]->start, kept[i], parts[i]->bytes);
    }
}

void model_compare(void)
{
    model_tree_compare();
    model_queue_compare();
    model_budget_compare();
    predict_check();
}
