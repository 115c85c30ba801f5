/* SPDX-License-Identifier: BSD-2-Clause */
/* Operations that an interrupt does not cut: more urgent threads see them done or not begun (PRE-3). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define OBJECTS 256u
#define SENDERS 7u
#define ROUNDS 24u
#define BUDGET_US 30u

/* What the urgent thread finds when it wakes, in the middle of anything. */
struct sightings {
    unsigned none, all, some;
};

static struct sightings seen;
static seL4_CPtr window;
static volatile bool creating;

static seL4_IPCBuffer *watcher_buffer;

/* As slot_is_empty(), with the buffer of the watching thread: the library's pointer belongs to the test. */
static bool watch_is_empty(seL4_CPtr slot)
{
    struct registers step = step_call(ROOT_CNODE, MESSAGE(CNodeMove, 1, 4));

    watcher_buffer->caps_or_badges[0] = ROOT_CNODE;
    step.x[MR0] = slot;
    step.x[MR1] = DEPTH;
    step.x[MR2] = slot;
    step.x[MR3] = DEPTH;
    return execute(step).x[INFO] >> 12 == seL4_FailedLookup;
}

static void look(void)
{
    bool first_empty = watch_is_empty(window);
    bool last_empty = watch_is_empty(window + OBJECTS - 1);

    if (first_empty != last_empty) {
        seen.some++;
    } else if (first_empty) {
        seen.none++;
    } else {
        seen.all++;
    }
}

static void watch(struct thread *self)
{
    watcher_buffer = self->buffer;
    for (;;) {
        (void)execute(step_yield());
        if (creating) {
            look();
        }
    }
}

TEST("PRE-3", retype_of_256_objects_is_not_cut)
{
    seL4_CPtr untyped = untyped_new(20);
    struct thread *watcher = thread_new(ABOVE);
    seL4_Word entry = entry_us();

    window = slots_new(OBJECTS);
    seen = (struct sightings){ 0 };
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, watcher->sc, BUDGET_US + 8 * entry,
                                              BUDGET_US + 12 * entry + 11, 0, 0, 0),
             seL4_NoError);
    thread_start_function(watcher, watch);
    for (unsigned i = 0; i < ROUNDS; i++) {
        creating = true;
        check_eq(retype_into(untyped, seL4_TCBObject, 0, ROOT_CNODE, 0, 0, window, OBJECTS), seL4_NoError);
        creating = false;
        check_eq(revoke(untyped), seL4_NoError);
    }
    check_eq(seL4_TCB_Suspend(watcher->tcb), seL4_NoError);
    check_eq(seen.some, 0);
    check(seen.none + seen.all > 0);
}

/* Threads that wait to send; which of them are restarted is seen by what they get. */
TEST("PRE-3,IPC-26", cancelling_an_endpoint_restarts_all_its_waiters)
{
    seL4_CPtr endpoint = endpoint_new();
    struct thread *senders[SENDERS];

    for (unsigned i = 0; i < SENDERS; i++) {
        senders[i] = thread_doing(BELOW, step_call(endpoint, 0));
    }
    let_others_run();
    check_eq(delete(endpoint), seL4_NoError);
    let_others_run();
    for (unsigned i = 0; i < SENDERS; i++) {
        check(finished(senders[i]));
        check_eq(senders[i]->steps[0].x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
    }
}

TEST("PRE-3,CNO-9", cancelling_a_badge_restarts_all_its_senders_and_no_other)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr red = mint(endpoint, seL4_AllRights, 1);
    seL4_CPtr blue = mint(endpoint, seL4_AllRights, 2);
    seL4_CPtr red_copy = copy(red);
    struct thread *senders[SENDERS];

    for (unsigned i = 0; i < SENDERS; i++) {
        senders[i] = thread_doing(BELOW, step_call(i % 2 == 0 ? red_copy : blue, 0));
    }
    let_others_run();
    check_eq(delete(red_copy), seL4_NoError);
    check_eq(seL4_CNode_CancelBadgedSends(ROOT_CNODE, red, DEPTH), seL4_NoError);
    let_others_run();
    for (unsigned i = 0; i < SENDERS; i++) {
        check_eq(finished(senders[i]), i % 2 == 0);
    }
}
