/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads whose address and capability spaces change while they use them (TCB-2, TCB-29). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

TEST("TCB-29", a_thread_that_configures_itself_changes_its_address_space_at_once)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(BELOW);
    struct registers fault;

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    helper->buffer->caps_or_badges[0] = ROOT_CNODE;
    helper->buffer->caps_or_badges[1] = vspace_new();
    helper->buffer->caps_or_badges[2] = NO_CAP;
    add_step(helper, step_call(helper->tcb, MESSAGE(TCBConfigure, 3, 3)));
    helper->steps[0].x[MR0] = 0;
    helper->steps[0].x[MR1] = 0;
    helper->steps[0].x[MR2] = 0;
    thread_start(helper);
    fault = execute(step_recv(handler, reply_new()));
    check_eq(fault.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(fault.x[MR1], fault.x[MR0]);
    check_eq(fault.x[MR2], 1);
    check_eq(read_registers(helper->tcb).x1, MESSAGE(seL4_NoError, 0, 0));
}

/* A helper that will send through an address that does not resolve. */
static struct thread *faulter_new(seL4_CPtr handler)
{
    struct thread *helper = thread_new(BELOW);

    add_step(helper, step_send(ROOT_CNODE << 20, 0));
    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    return helper;
}

TEST("TCB-2", an_installed_cap_outlives_its_source_but_not_the_source_of_that)
{
    seL4_CPtr endpoint = endpoint_new();
    seL4_CPtr badged = mint(endpoint, seL4_AllRights, 5);
    struct thread *first = faulter_new(badged);
    struct thread *second = faulter_new(badged);
    seL4_CPtr reply = reply_new();

    check_eq(delete(badged), seL4_NoError);
    thread_start(first);
    check_eq(execute(step_recv(endpoint, reply)).x[BADGE], 5);
    check_eq(revoke(endpoint), seL4_NoError);
    thread_start(second);
    let_others_run();
    check_eq(execute(step_nbrecv(endpoint, reply)).x[BADGE], 0);
}

TEST("TCB-29", a_thread_that_replaces_the_last_cap_of_its_address_space_goes_on_in_the_new_one)
{
    struct thread *helper = thread_new(BELOW);
    seL4_CPtr vspace = twin_of_root_vspace();

    check_eq(seL4_TCB_SetSpace(helper->tcb, NO_CAP, ROOT_CNODE, 0, vspace, 0), seL4_NoError);
    check_eq(delete(vspace), seL4_NoError);
    helper->buffer->caps_or_badges[0] = NO_CAP;
    helper->buffer->caps_or_badges[1] = ROOT_CNODE;
    helper->buffer->caps_or_badges[2] = ROOT_VSPACE;
    add_step(helper, step_call(helper->tcb, MESSAGE(TCBSetSpace, 3, 2)));
    helper->steps[0].x[MR0] = 0;
    helper->steps[0].x[MR1] = 0;
    thread_start(helper);
    let_others_run();
    check(finished(helper));
    check_eq(helper->steps[0].x[INFO], MESSAGE(seL4_NoError, 0, 0));
}
