/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion of every object in every situation, then of every other one, then of everything; with invariants and the
 * reference model after each kernel entry. Long deletions are interrupted at their first preemption points as well.
 */
#include "model.h"
#include "reference/predict.h"
#include "situations.h"
#include "system.h"

#include "cspace/tree.h"
#include "host_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { LAST = BADGED + BADGED_COUNT };

static const struct slot *root_slot(word_t slot)
{
    return slots_at(system_root_cnode().object) + slot;
}

/* Long enough for each thread to be released and to use up its budget. */
static void live_on(void)
{
    system_advance_us(2500);
    system_interrupt();
    situation_root_runs();
}

/* All memory comes back, and nobody but the root thread is left. */
static void delete_everything(void)
{
    assert_int_equal(system_revoke(SLOT_UNTYPED), seL4_NoError);
    assert_false(tree_has_children(root_slot(SLOT_UNTYPED)));
    assert_ptr_equal(host_machine.threads, tcb_at(system_cap(SLOT_TCB).object));
    assert_null(host_machine.threads->arch.next_thread);
    for (word_t slot = EPS; slot < LAST; slot++) {
        assert_true(slot_is_empty(root_slot(slot)) || cap_is(system_cap(slot), CAP_IRQ_HANDLER));
    }
}

static void delete_pair(word_t first, word_t second, uint32_t preempt)
{
    scenario_restore();
    system_preempt_after(preempt);
    (void)system_delete(first);
    live_on();
    system_preempt_after(preempt);
    (void)system_delete(second);
    live_on();
    delete_everything();
}

/* The situation becomes what scenario_restore() goes back to. */
static void build(const struct situation *situation)
{
    scenario_build();
    situation_root_runs();
    situation->build();
    situation_root_runs();
    assert_ptr_equal(kernel.cur, tcb_at(system_cap(SLOT_TCB).object));
    system_save();
    model_save();
}

static void del2_all_pairs(const struct situation *situation, uint32_t preempt, word_t stride)
{
    for (word_t first = EPS; first < LAST; first++) {
        for (word_t second = EPS + first % stride; second < LAST; second += stride) {
            delete_pair(first, second, preempt);
        }
    }
    (void)printf("%s\n", situation->name);
}

static void del2_every_object_in_every_situation(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < situation_count; i++) {
        build(&situations[i]);
        del2_all_pairs(&situations[i], 0, 1);
    }
    (void)printf("%llu kernel entries compared\n", (unsigned long long)predictions().compared);
}

static void pre4_interrupted_in_every_situation(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < situation_count; i++) {
        build(&situations[i]);
        for (uint32_t preempt = 1; preempt <= 2; preempt++) {
            del2_all_pairs(&situations[i], preempt, 7);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(del2_every_object_in_every_situation),
        cmocka_unit_test(pre4_interrupted_in_every_situation),
    };

    system_uses_fastpath = true;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
