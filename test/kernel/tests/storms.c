/* SPDX-License-Identifier: BSD-2-Clause */
/* Deep and cyclic structures of CNodes, and many threads that delete the same things, a little at a time (DEL-7). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define REGION_BITS 18u
#define CHAIN 300u
#define RING 8u
#define RING_RADIX 4u
#define WORKERS 4u

/* Everything of the region is gone: it can become one object again. */
static void check_whole(seL4_CPtr untyped, seL4_Word bits)
{
    seL4_CPtr slot = slot_new();

    check_eq(retype(untyped, seL4_UntypedObject, bits, slot), seL4_NoError);
    check_eq(delete(slot), seL4_NoError);
}

/* CNodes of two slots, each the only holder of the next; returns the cap of the first. */
static seL4_CPtr chain_new(seL4_CPtr untyped)
{
    seL4_CPtr links = slots_new(CHAIN);

    for (unsigned i = 0; i < CHAIN; i++) {
        check_eq(retype(untyped, seL4_CapTableObject, 1, links + i), seL4_NoError);
        check_eq(retype_into(untyped, seL4_EndpointObject, 0, links + i, 0, 0, i % 2, 1), seL4_NoError);
    }
    for (unsigned i = CHAIN - 1; i > 0; i--) {
        check_eq(seL4_CNode_Move(links + i - 1, i % 2, 1, ROOT_CNODE, links + i, DEPTH), seL4_NoError);
    }
    return links;
}

TEST("DEL-7,DEL-8,TRAP-10", a_long_chain_of_cnodes_goes_with_its_first)
{
    seL4_CPtr untyped = untyped_new(REGION_BITS);
    seL4_CPtr first = chain_new(untyped);

    check_eq(delete(first), seL4_NoError);
    check(slot_is_empty(first));
    check_eq(revoke(untyped), seL4_NoError);
    check_whole(untyped, REGION_BITS);
}

TEST("DEL-12,DEL-13,TRAP-10", a_long_chain_of_cnodes_goes_with_its_untyped)
{
    seL4_CPtr untyped = untyped_new(REGION_BITS);
    seL4_CPtr first = chain_new(untyped);

    check_eq(revoke(untyped), seL4_NoError);
    check(slot_is_empty(first));
    check_whole(untyped, REGION_BITS);
}

TEST("DEL-7,DEL-8,TRAP-10", two_cnodes_that_hold_each_other_go_with_their_untyped)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr a = slot_new();
    seL4_CPtr b = slot_new();

    check_eq(retype(untyped, seL4_CapTableObject, 2, a), seL4_NoError);
    check_eq(retype(untyped, seL4_CapTableObject, 2, b), seL4_NoError);
    check_eq(seL4_CNode_Move(a, 1, 2, ROOT_CNODE, b, DEPTH), seL4_NoError);
    check_eq(seL4_CNode_Copy(a, 2, 2, ROOT_CNODE, a, DEPTH, seL4_AllRights), seL4_NoError);
    /* Into B by way of A, then the last cap outside goes: A is in B, B is in A. */
    check_eq(seL4_CNode_Move(a, 1ul << 2, 4, ROOT_CNODE, a, DEPTH), seL4_NoError);
    check(slot_is_empty(a) && slot_is_empty(b));
    check_eq(revoke(untyped), seL4_NoError);
    check_whole(untyped, 12);
}

/* CNodes that all hold caps to all, themselves included. */
static seL4_CPtr ring_new(seL4_CPtr untyped)
{
    seL4_CPtr nodes = slots_new(RING);

    for (unsigned i = 0; i < RING; i++) {
        check_eq(retype(untyped, seL4_CapTableObject, RING_RADIX, nodes + i), seL4_NoError);
    }
    for (unsigned i = 0; i < RING; i++) {
        for (unsigned j = 0; j < RING; j++) {
            check_eq(seL4_CNode_Copy(nodes + i, (i + j) % (1u << RING_RADIX), RING_RADIX, ROOT_CNODE, nodes + j, DEPTH,
                                     seL4_AllRights),
                     seL4_NoError);
        }
    }
    return nodes;
}

TEST("DEL-7,DEL-8,DEL-11,TRAP-10", cnodes_that_all_hold_each_other_go)
{
    for (unsigned first = 0; first < RING; first++) {
        seL4_CPtr untyped = untyped_new(14);
        seL4_CPtr nodes = ring_new(untyped);

        for (unsigned i = 0; i < RING; i++) {
            check_eq(delete(nodes + (first + i) % RING), seL4_NoError);
        }
        check_eq(revoke(untyped), seL4_NoError);
        check_whole(untyped, 14);
    }
}

TEST("DEL-11,DEL-12", revoking_the_cap_of_a_cnode_in_a_ring_ends)
{
    seL4_CPtr untyped = untyped_new(14);
    seL4_CPtr nodes = ring_new(untyped);

    for (unsigned i = 0; i < RING; i++) {
        check_eq(revoke(nodes + i), seL4_NoError);
        check(!slot_is_empty(nodes + i));
    }
    /* No copy is left: each CNode holds nothing but what was left of others. */
    for (unsigned i = 0; i < RING; i++) {
        for (unsigned j = 0; j < 1u << RING_RADIX; j++) {
            check_lookup1(seL4_CNode_Move(ROOT_CNODE, slot_new(), DEPTH, nodes + i, j, RING_RADIX), SOURCE_LOOKUP,
                          MISSING_CAPABILITY, RING_RADIX);
        }
    }
}

/* A worker of lower priority that performs one CNode operation on a slot of the root CNode, in small slices of time. */
static struct thread *slow_worker(seL4_Word label, seL4_CPtr slot, seL4_Word budget)
{
    struct thread *worker = thread_new(BELOW);
    struct registers step = step_call(ROOT_CNODE, MESSAGE(label, 0, 2));

    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, worker->sc, budget, 4 * budget, 0, 0, 0),
             seL4_NoError);
    step.x[MR0] = slot;
    step.x[MR1] = DEPTH;
    add_step(worker, step);
    return worker;
}

static void finish_all(struct thread *workers[WORKERS])
{
    for (unsigned i = 0; i < WORKERS; i++) {
        thread_start(workers[i]);
    }
    for (unsigned i = 0; i < WORKERS; i++) {
        for (unsigned j = 0; j < 400 && !finished(workers[i]); j++) {
            sleep_us(2000);
        }
        check(finished(workers[i]));
    }
}

TEST("DEL-9,PRE-5,DEL-12", four_threads_revoke_the_same_memory)
{
    seL4_CPtr untyped = untyped_new(REGION_BITS);
    seL4_CPtr inner = slot_new();
    seL4_CPtr first;
    struct thread *workers[WORKERS];
    seL4_Word budget = 40 + 2 * entry_us();

    check_eq(retype(untyped, seL4_UntypedObject, REGION_BITS - 1, inner), seL4_NoError);
    first = chain_new(inner);
    workers[0] = slow_worker(CNodeRevoke, untyped, budget);
    workers[1] = slow_worker(CNodeRevoke, inner, budget);
    workers[2] = slow_worker(CNodeDelete, first, budget);
    workers[3] = slow_worker(CNodeRevoke, untyped, budget);
    finish_all(workers);
    check_eq(workers[0]->steps[0].x[INFO], 0);
    check_eq(workers[3]->steps[0].x[INFO], 0);
    check(slot_is_empty(inner));
    check(slot_is_empty(first));
    check_whole(untyped, REGION_BITS);
}

TEST("DEL-9,PRE-5,DEL-11", four_threads_delete_what_holds_each_other)
{
    seL4_CPtr untyped = untyped_new(14);
    seL4_CPtr nodes = ring_new(untyped);
    struct thread *workers[WORKERS];
    seL4_Word budget = 40 + 2 * entry_us();

    for (unsigned i = WORKERS; i < RING; i++) {
        check_eq(delete(nodes + i), seL4_NoError);
    }
    for (unsigned i = 0; i < WORKERS; i++) {
        workers[i] = slow_worker(i % 2 == 0 ? CNodeDelete : CNodeRevoke, nodes + i, budget);
    }
    finish_all(workers);
    check_eq(revoke(untyped), seL4_NoError);
    check_whole(untyped, 14);
}

/* A thread with a CSpace of its own: a CNode whose slot 1 holds itself, slot 2 an untyped, slot 3 a child of that. */
static struct thread *thread_in_own_cspace(seL4_CPtr cnode, seL4_Word priority)
{
    struct thread *thread = thread_new(priority);

    check_eq(seL4_CNode_Copy(cnode, 1, 4, ROOT_CNODE, cnode, DEPTH, seL4_AllRights), seL4_NoError);
    check_eq(seL4_TCB_SetSpace(thread->tcb, NO_CAP, cnode, seL4_CNode_CapData_new(0, 60).words[0], ROOT_VSPACE, 0),
             seL4_NoError);
    return thread;
}

TEST("DEL-10,TRAP-10", a_thread_deletes_the_cnode_that_it_works_in)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr cnode = slot_new();
    struct thread *thread;
    struct registers step = step_call(1, MESSAGE(CNodeDelete, 0, 2));

    check_eq(retype(untyped, seL4_CapTableObject, 4, cnode), seL4_NoError);
    thread = thread_in_own_cspace(cnode, ABOVE);
    step.x[MR0] = 1;
    step.x[MR1] = 4;
    add_step(thread, step);
    add_step(thread, step);
    thread_start(thread);
    check_eq(thread->steps[0].x[INFO], 0);
    check_eq(thread->steps[1].x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
    check_eq(delete(cnode), seL4_NoError);
    check_eq(revoke(untyped), seL4_NoError);
    check_whole(untyped, 12);
}

TEST("DEL-10,DEL-11,TRAP-10", a_thread_revokes_the_memory_of_its_own_cspace)
{
    seL4_CPtr untyped = untyped_new(12);
    seL4_CPtr cnode = slot_new();
    struct thread *thread;
    struct registers step = step_call(2, MESSAGE(CNodeRevoke, 0, 2));

    check_eq(retype(untyped, seL4_CapTableObject, 4, cnode), seL4_NoError);
    thread = thread_in_own_cspace(cnode, ABOVE);
    /* The root CNode, found at slot 2 of the thread's CSpace by its own guard. */
    check_eq(seL4_CNode_Copy(cnode, 2, 4, ROOT_CNODE, ROOT_CNODE, DEPTH, seL4_AllRights), seL4_NoError);
    step.x[MR0] = untyped;
    step.x[MR1] = DEPTH;
    add_step(thread, step);
    add_step(thread, step);
    thread_start(thread);
    check(!finished(thread));
    check_eq(revoke(untyped), seL4_NoError);
    check(slot_is_empty(cnode));
    check_whole(untyped, 12);
}
