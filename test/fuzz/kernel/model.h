/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small abstract model of the kernel that runs next to it. It keeps its own idea of the derivation tree (explicit
 * parents), of the order of waiting threads (arrival times) and of budgets (one number a scheduling context), fed by
 * what the kernel is about to do, and compares after every kernel entry. The process aborts on a difference.
 */
#pragma once

#include "cspace/slot.h"
#include "sched/sched_context.h"

#include <stdnoreturn.h>

/* Prints the text and aborts. */
noreturn void model_fail(const char *text);

/* Forgets everything: the system is about to be booted. */
void model_reset(void);

/* Keeps the state of the model, or goes back to the state kept. */
void model_save(void);
void model_restore(void);

/* Compares the model with the kernel; once after each kernel entry. */
void model_compare(void);

/* One past the highest address at which an object was ever created. */
paddr_t model_memory_end(void);

/* model_tree.c: each non-empty slot is a node with a parent. */
void model_tree_compare(void);
/* How many slots hold a capability to the object of cap? */
uint32_t model_tree_count(struct cap cap);

/* model_queue.c: who waits for what, and since when. */
void model_queue_compare(void);

/* model_budget.c: the budget that each scheduling context was given. */
void model_budget_compare(void);

/* The state of each part, so that model.c can keep copies. */
struct model_state {
    void *start;
    size_t bytes;
};
extern const struct model_state model_tree_state;
extern const struct model_state model_queue_state;
extern const struct model_state model_budget_state;
