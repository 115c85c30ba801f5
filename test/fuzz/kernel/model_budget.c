/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Budgets: whatever happens to the refills of a scheduling context, their amounts add up to what it was configured
 * with (SC-5).
 */
#include "model.h"

#include "sched/refill.h"
#include "state.h"

enum { CONTEXTS = 256 };

struct account {
    const struct sched_context *sc; /* null: free */
    ticks_t budget;
};

static struct {
    struct account account[CONTEXTS];
    uint32_t end;
} budget;

const struct model_state model_budget_state = {&budget, sizeof(budget)};

static void record(const struct sched_context *sc, ticks_t amount)
{
    uint32_t i = 0;

    while (i < budget.end && budget.account[i].sc != sc) {
        i++;
    }
    for (uint32_t k = 0; i == budget.end && k < budget.end; k++) {
        i = budget.account[k].sc ? i : k;
    }
    if (i == CONTEXTS) {
        model_fail("more scheduling contexts than the model has room for");
    }
    budget.end = i == budget.end ? i + 1u : budget.end;
    budget.account[i] = (struct account){.sc = sc, .budget = amount};
}

void __real_refill_new(struct sched_context *sc, uint32_t capacity, ticks_t amount, ticks_t period);
void __wrap_refill_new(struct sched_context *sc, uint32_t capacity, ticks_t amount, ticks_t period);
void __wrap_refill_new(struct sched_context *sc, uint32_t capacity, ticks_t amount, ticks_t period)
{
    record(sc, amount);
    __real_refill_new(sc, capacity, amount, period);
}

void __real_refill_update(struct sched_context *sc, ticks_t period, ticks_t amount, uint32_t capacity);
void __wrap_refill_update(struct sched_context *sc, ticks_t period, ticks_t amount, uint32_t capacity);
void __wrap_refill_update(struct sched_context *sc, ticks_t period, ticks_t amount, uint32_t capacity)
{
    record(sc, amount);
    __real_refill_update(sc, period, amount, capacity);
}

static void compare(const struct account *account)
{
    const struct sched_context *sc = account->sc;
    ticks_t sum = 0;

    for (uint32_t i = 0; i < sc->count; i++) {
        sum += sc->refills[(sc->head + i) % sc->capacity].amount;
    }
    if (sum != account->budget) {
        model_fail("SC-5: the refills of a scheduling context do not add up to its budget");
    }
}

void model_budget_compare(void)
{
    for (uint32_t i = 0; i < budget.end; i++) {
        struct account *account = &budget.account[i];
        struct cap cap = {.kind = CAP_SCHED_CONTEXT, .object = pointer_physical(account->sc) & CAP_OBJECT_MASK};

        if (account->sc && model_tree_count(cap) == 0 && account->sc != kernel.idle_sc) {
            account->sc = NULL;
        }
        if (account->sc) {
            compare(account);
        }
    }
}
