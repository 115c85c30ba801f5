/* SPDX-License-Identifier: BSD-2-Clause */
/* Yields: to a scheduling context, when the answer comes and when none does, and of one's own time. */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

TEST("YLD-4", a_yield_raises_no_timeout_fault)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(BELOW);

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, helper->sc, 1000, 5000, 0, 0, 0),
             seL4_NoError);
    check_eq(seL4_TCB_SetTimeoutEndpoint(helper->tcb, handler), seL4_NoError);
    add_step(helper, step_yield());
    thread_start(helper);
    sleep_us(12000);
    check(finished(helper));
    check_eq(execute(step_nbrecv(handler, reply_new())).x[INFO], 0);
}

/* A helper that spins, and another that has yielded to it, above whom nobody runs but the test. */
struct yield {
    struct thread *target;
    struct thread *yielder;
};

static struct yield yield_begun(void)
{
    struct yield y = { thread_new(BELOW), thread_new(BELOW) };

    thread_start_function(y.target, thread_spin);
    add_step(y.yielder, step_call(y.target->sc, MESSAGE(SchedContextYieldTo, 0, 0)));
    thread_start(y.yielder);
    sleep_us(3000);
    check(y.target->value > 0);
    check_eq(read_registers(y.yielder->tcb).x1, MESSAGE(SchedContextYieldTo, 0, 0));
    return y;
}

TEST("YLD-9", suspending_a_yielder_ends_its_yield)
{
    struct yield y = yield_begun();

    check(!finished(y.yielder));
    check_eq(seL4_TCB_Suspend(y.yielder->tcb), seL4_NoError);
    check_eq(seL4_TCB_Suspend(y.target->tcb), seL4_NoError);
    check_eq(seL4_TCB_Resume(y.yielder->tcb), seL4_NoError);
    let_others_run();
    check(finished(y.yielder));
    check_eq(y.yielder->steps[0].x[INFO], MESSAGE(SchedContextYieldTo, 0, 0)); /* TCB-23: it goes on behind the call */
}

TEST("YLD-8,DEL-4", a_yielder_has_its_answer_once_its_target_is_deleted)
{
    struct yield y = yield_begun();
    seL4_UserContext context;

    check_eq(delete(y.target->tcb), seL4_NoError);
    context = read_registers(y.yielder->tcb);
    check_eq(context.x0, 0);
    check_eq(context.x1, MESSAGE(0, 0, 1));
    check(context.x2 >= 1000);
}

TEST("YLD-8,SCI-30", a_yielder_has_its_answer_once_the_context_is_deleted)
{
    struct yield y = yield_begun();

    check_eq(delete(y.target->sc), seL4_NoError);
    check_eq(read_registers(y.yielder->tcb).x1, MESSAGE(0, 0, 1));
}

TEST("YLD-8,YLD-7", a_yielder_has_its_answer_once_another_yields_to_the_same)
{
    struct yield y = yield_begun();

    check_eq(seL4_SchedContext_YieldTo(y.target->sc).error, seL4_NoError);
    check_eq(read_registers(y.yielder->tcb).x1, MESSAGE(0, 0, 1));
}

TEST("YLD-9", a_suspended_yielder_gets_no_answer)
{
    struct yield y = yield_begun();

    check_eq(seL4_TCB_Suspend(y.yielder->tcb), seL4_NoError);
    check_eq(seL4_SchedContext_YieldTo(y.target->sc).error, seL4_NoError);
    check_eq(delete(y.target->tcb), seL4_NoError);
    check_eq(read_registers(y.yielder->tcb).x1, MESSAGE(SchedContextYieldTo, 0, 0));
}

TEST("YLD-9", unbinding_the_context_leaves_its_yielder_waiting_for_its_turn)
{
    struct yield y = yield_begun();

    check_eq(seL4_SchedContext_UnbindObject(y.target->sc, y.target->tcb), seL4_NoError);
    check_eq(read_registers(y.yielder->tcb).x1, MESSAGE(SchedContextYieldTo, 0, 0));
    let_others_run();
    check(finished(y.yielder));
    check_eq(y.yielder->steps[0].x[INFO], MESSAGE(0, 0, 1));
}
