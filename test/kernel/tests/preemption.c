/* SPDX-License-Identifier: BSD-2-Clause */
/* Long operations are interrupted by more urgent work, and complete (PRE). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define MANY 4096u
#define WINDOW 256u
#define LARGE_PAGE (1ul << seL4_LargePageBits)
#define PERIOD_US 100u
#define BUDGET_US 30u

/* In a kernel this slow, the operations here may be over within one period. */
#define SLOW_PERIOD_US 500u

static seL4_Word to_us(seL4_Word ticks)
{
    return ticks * TICKS_PER_US_DENOMINATOR / TICKS_PER_US_NUMERATOR;
}

static seL4_Word period; /* of the urgent thread, in us */

/* Counts its own wake-ups: one for each of its periods, if nothing keeps it from running. */
static void count_periods(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
        (void)execute(step_yield());
    }
}

static struct thread *urgent_thread(void)
{
    struct thread *thread = thread_new(ABOVE);

    seL4_Word entry = entry_us();

    period = PERIOD_US + 12 * entry;
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, thread->sc, BUDGET_US + 4 * entry, period,
                                              0, 0, 0),
             seL4_NoError);
    thread_start_function(thread, count_periods);
    return thread;
}

/* Wake-ups of the urgent thread that fit into the time since `start`, with some grace. */
static seL4_Word expected_periods(seL4_Word start)
{
    return to_us(now() - start) / period / 2;
}

static void fill(seL4_CPtr cnode, seL4_CPtr untyped)
{
    for (seL4_Word i = 0; i < MANY; i += WINDOW) {
        check_eq(retype_into(untyped, seL4_EndpointObject, 0, cnode, 0, 0, i, WINDOW), seL4_NoError);
    }
}

TEST("PRE-2,PRE-1,IRQ-17", revocation_is_preempted)
{
    seL4_CPtr untyped = untyped_new(16);
    seL4_CPtr cnode = cnode_new(12);
    struct thread *urgent;
    seL4_Word before;
    seL4_Word start;

    fill(cnode, untyped);
    urgent = urgent_thread();
    before = urgent->value;
    start = now();
    check_eq(revoke(untyped), seL4_NoError);
    check(expected_periods(start) >= 1 || period > SLOW_PERIOD_US);
    check(urgent->value - before >= expected_periods(start));
    check_eq(retype(untyped, seL4_UntypedObject, 16, slot_new()), seL4_NoError);
}

TEST("PRE-2", destruction_of_a_cnode_is_preempted)
{
    seL4_CPtr untyped = untyped_new(16);
    seL4_CPtr cnode = cnode_new(12);
    struct thread *urgent;
    seL4_Word before;
    seL4_Word start;

    fill(cnode, untyped);
    urgent = urgent_thread();
    before = urgent->value;
    start = now();
    check_eq(delete(cnode), seL4_NoError);
    check(expected_periods(start) >= 1 || period > SLOW_PERIOD_US);
    check(urgent->value - before >= expected_periods(start));
    check_eq(copy_to(slot_new(), untyped), seL4_NoError);
}

TEST("UNT-10", clearing_of_used_memory_is_preempted)
{
    seL4_CPtr untyped = untyped_new(22);
    seL4_CPtr child = slot_new();
    struct thread *urgent;
    seL4_Word before;
    seL4_Word start;

    check_eq(retype(untyped, seL4_UntypedObject, 22, child), seL4_NoError);
    check_eq(delete(child), seL4_NoError);
    urgent = urgent_thread();
    before = urgent->value;
    start = now();
    check_eq(retype(untyped, seL4_UntypedObject, 22, child), seL4_NoError);
    check(expected_periods(start) >= 1 || period > SLOW_PERIOD_US);
    check(urgent->value - before >= expected_periods(start));
}

/* Each call takes longer than a period of the urgent thread, is stopped in its middle, and goes on there. */
TEST("A64-9,A64-8,PRE-5", cache_maintenance_of_a_long_range_is_preempted)
{
    seL4_Word address = 4 * LARGE_PAGE;
    seL4_CPtr frame = object_new(seL4_ARM_LargePageObject, 0);
    struct thread *urgent;
    seL4_Word before;
    seL4_Word start;

    check_eq(map_with_tables(frame, ROOT_VSPACE, address, seL4_ReadWrite, seL4_ARM_Default_VMAttributes), seL4_NoError);
    urgent = urgent_thread();
    before = urgent->value;
    start = now();
    for (unsigned i = 0; i < 4; i++) {
        check_eq(seL4_ARM_Page_Clean_Data(frame, 32, LARGE_PAGE - 32), seL4_NoError);
        check_eq(seL4_ARM_VSpace_CleanInvalidate_Data(ROOT_VSPACE, address + 32, address + LARGE_PAGE), seL4_NoError);
        check_eq(seL4_ARM_VSpace_Unify_Instruction(ROOT_VSPACE, address, address + LARGE_PAGE), seL4_NoError);
    }
    check(expected_periods(start) >= 1 || period > SLOW_PERIOD_US);
    check(urgent->value - before >= expected_periods(start));
}

/* Gives a thread a small part of the time, in pieces that are long enough for a few kernel entries. */
static void make_slow(struct thread *thread)
{
    seL4_Word budget = 100 + 2 * entry_us();

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, thread->sc, budget, 20 * budget, 0, 0, 0),
             seL4_NoError);
}

TEST("PRE-4,PRE-5,SC-30", a_preempted_operation_is_charged_and_goes_on_in_the_next_period)
{
    struct thread *worker = thread_new(BELOW);
    seL4_CPtr child = slot_new();
    seL4_CPtr untyped;

    make_slow(worker);
    untyped = untyped_new(POOL_BITS - 1); /* half of the pool: nothing can be made after it */
    check_eq(retype(untyped, seL4_UntypedObject, POOL_BITS - 1, child), seL4_NoError);
    check_eq(delete(child), seL4_NoError);
    worker->buffer->caps_or_badges[0] = ROOT_CNODE;
    worker->buffer->msg[4] = child;
    worker->buffer->msg[5] = 1;
    add_step(worker, step_call(untyped, MESSAGE(UntypedRetype, 1, 6)));
    worker->steps[0].x[MR0] = seL4_UntypedObject;
    worker->steps[0].x[MR1] = POOL_BITS - 1;
    worker->steps[0].x[MR2] = 0;
    worker->steps[0].x[MR3] = 0;
    thread_start(worker);
    sleep_us(1500);
    check(!finished(worker));
    for (unsigned i = 0; i < 100 && !finished(worker); i++) {
        sleep_us(5000);
    }
    check(finished(worker));
    check_eq(worker->steps[0].x[INFO], 0);
    check(!slot_is_empty(child));
}

TEST("PRE-6,DEL-5", a_cnode_in_destruction_cannot_be_invoked)
{
    seL4_CPtr untyped = untyped_new(16);
    seL4_CPtr cnode = cnode_new(12);
    struct thread *worker = thread_new(BELOW);
    struct registers step = step_call(ROOT_CNODE, MESSAGE(CNodeDelete, 0, 2));

    fill(cnode, untyped);
    make_slow(worker);
    step.x[MR0] = cnode;
    step.x[MR1] = DEPTH;
    add_step(worker, step);
    thread_start(worker);
    sleep_us(1500);
    check(!finished(worker));
    check_invalid_capability(seL4_CNode_Delete(cnode, 0, DEPTH), 0);
    check_eq(delete(cnode), seL4_NoError);
    check(slot_is_empty(cnode));
    sleep_us(5000);
    check(finished(worker));
    check_eq(worker->steps[0].x[INFO], 0);
}

/* Whether the test is in the middle of a Retype of the slots from first to last. */
static volatile bool making;
static seL4_CPtr first_made, last_made;

static bool sees_empty(struct thread *self, seL4_CPtr slot)
{
    struct registers move = step_call(ROOT_CNODE, MESSAGE(CNodeMove, 1, 4));

    self->buffer->caps_or_badges[0] = ROOT_CNODE;
    move.x[MR0] = move.x[MR2] = slot;
    move.x[MR1] = move.x[MR3] = DEPTH;
    return execute(move).x[INFO] >> 12 == seL4_FailedLookup;
}

static void look_for_half_done_work(struct thread *self)
{
    for (;;) {
        if (making && !sees_empty(self, first_made) && sees_empty(self, last_made)) {
            self->done = 1;
        }
        self->value = self->value + 1;
        (void)execute(step_yield());
    }
}

TEST("PRE-3", creating_many_objects_is_one_step)
{
    enum { ROUNDS = 10 };
    seL4_CPtr untyped = untyped_new(16);
    struct thread *watcher = thread_new(ABOVE);
    seL4_Word entry = entry_us();

    first_made = slots_new(WINDOW);
    last_made = first_made + WINDOW - 1;
    period = 40 + 12 * entry;
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, watcher->sc, 30 + 6 * entry, period, 0, 0, 0),
             seL4_NoError);
    thread_start_function(watcher, look_for_half_done_work);
    for (unsigned i = 0; i < ROUNDS; i++) {
        making = true;
        check_eq(retype_into(untyped, seL4_EndpointObject, 0, ROOT_CNODE, 0, 0, first_made, WINDOW), seL4_NoError);
        making = false;
        check_eq(revoke(untyped), seL4_NoError);
    }
    check(watcher->value > 1);
    check_eq(watcher->done, 0);
}
