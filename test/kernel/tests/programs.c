/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs as user level builds them: a thread with an address space, a capability space and a buffer of its own, which
 * serves others. What single rules do not show is whether they hold together.
 */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define WORDS 120u
#define POISON 0x5ea1u

/* The program's capability space: CNodes of 8 and 4 slots under an odd guard; addresses are one octal and two binary
 * digits, from the lowest bits on. */
#define OUTER_RADIX 3u
#define INNER_RADIX 2u
#define INNER_GUARD 5u
#define INNER_GUARD_BITS 3u
#define ROOT_GUARD 0x155u
#define ROOT_GUARD_BITS (64u - OUTER_RADIX - INNER_GUARD_BITS - INNER_RADIX)
#define NAME(outer, inner) \
    (((ROOT_GUARD << OUTER_RADIX | (outer)) << INNER_GUARD_BITS | INNER_GUARD) << INNER_RADIX | (inner))
/* Left-over bits are ignored where the path ends in the outer CNode. */
#define OUTER_NAME(outer) NAME(outer, 0)
/* The inner CNode itself: a path that uses up all bits ends at a slot which holds it. */
#define INNER_NAME ((ROOT_GUARD << OUTER_RADIX | WHOLE_SLOT) << (INNER_GUARD_BITS + INNER_RADIX))

enum { ENDPOINT_SLOT = 1, REPLY_SLOT, INNER_SLOT, WHOLE_SLOT };

struct program {
    struct thread *thread;
    seL4_CPtr vspace, cspace, inner, endpoint;
};

static void give(seL4_CPtr cnode, seL4_Word index, seL4_Uint8 radix, seL4_CPtr source, seL4_Word guard)
{
    check_eq(seL4_CNode_Mint(cnode, index, radix, ROOT_CNODE, source, DEPTH, seL4_AllRights, guard), seL4_NoError);
}

static struct program program_new(struct thread *thread)
{
    struct program p = {
        .thread = thread,
        .vspace = twin_of_root_vspace(),
        .cspace = cnode_new(OUTER_RADIX),
        .inner = cnode_new(INNER_RADIX),
        .endpoint = endpoint_new(),
    };
    seL4_CPtr whole = cnode_new(1);

    give(p.cspace, ENDPOINT_SLOT, OUTER_RADIX, p.endpoint, 0);
    check_eq(seL4_CNode_Copy(p.cspace, REPLY_SLOT, OUTER_RADIX, ROOT_CNODE, reply_new(), DEPTH, seL4_AllRights),
             seL4_NoError);
    give(p.cspace, INNER_SLOT, OUTER_RADIX, p.inner,
         seL4_CNode_CapData_new(INNER_GUARD, INNER_GUARD_BITS).words[0]);
    give(whole, 0, 1, p.inner, 0);
    give(p.cspace, WHOLE_SLOT, OUTER_RADIX, whole,
         seL4_CNode_CapData_new(0, INNER_GUARD_BITS + INNER_RADIX - 1).words[0]);
    check_eq(seL4_TCB_SetSpace(thread->tcb, NO_CAP, p.cspace,
                               seL4_CNode_CapData_new(ROOT_GUARD, ROOT_GUARD_BITS).words[0], p.vspace, 0),
             seL4_NoError);
    return p;
}

/* Answers each message with its words, each one more by its index; the label is that of the message. */
static void answer_for_ever(struct thread *self)
{
    struct registers r = execute(step_recv(OUTER_NAME(ENDPOINT_SLOT), OUTER_NAME(REPLY_SLOT)));

    for (;;) {
        seL4_Word length = r.x[INFO] & 127;
        struct registers answer =
            step_reply_recv(OUTER_NAME(ENDPOINT_SLOT), r.x[INFO] & ~0xf80ul, OUTER_NAME(REPLY_SLOT));

        for (seL4_Word i = 0; i < length; i++) {
            if (i < 4) {
                answer.x[MR0 + i] = r.x[MR0 + i] + i;
            } else {
                self->buffer->msg[i] += i;
            }
        }
        self->done++;
        r = execute(answer);
    }
}

static void call_with_length(const struct program *p, seL4_Word length)
{
    for (seL4_Word i = 0; i <= length && i < WORDS; i++) {
        seL4_SetMR((int)i, i < length ? length << 32 | i * i : POISON);
    }
    seL4_MessageInfo_t info = seL4_Call(p->endpoint, seL4_MessageInfo_new(length * 3, 0, 0, length));

    check_eq(info.words[0], MESSAGE(length * 3, 0, length));
    for (seL4_Word i = 0; i < length; i++) {
        check_eq(seL4_GetMR((int)i), (length << 32 | i * i) + i);
    }
    if (length >= 4 && length < WORDS) {
        check_eq(seL4_GetMR((int)length), POISON);
    }
}

static void check_all_lengths(struct thread *thread)
{
    struct program p = program_new(thread);

    thread->entry = answer_for_ever;
    if (thread->sc != 0) {
        thread_start(thread);
    } else {
        passive_thread_start(thread);
    }
    for (seL4_Word length = 0; length <= WORDS; length++) {
        call_with_length(&p, length);
    }
    for (seL4_Word length = WORDS; length > 0; length--) {
        call_with_length(&p, length);
    }
    check_eq(thread->done, 2 * WORDS + 1);
}

TEST("IPC-4,IPC-9,XFR-2,RPL-5", a_waiting_program_answers_messages_of_every_length)
{
    check_all_lengths(thread_new(ABOVE));
}

TEST("IPC-12,IPC-9,XFR-2,RPL-5", a_busy_program_answers_messages_of_every_length)
{
    check_all_lengths(thread_new(BELOW));
}

TEST("RPL-4,RPL-7,XFR-2,SYS-6", a_passive_program_answers_messages_of_every_length)
{
    check_all_lengths(passive_thread_new(ABOVE));
}

/* Receives a capability where its buffer says, and uses it. */
static void signal_what_it_gets(struct thread *self)
{
    for (seL4_Word i = 0; i < 1ul << INNER_RADIX; i++) {
        self->buffer->receiveCNode = INNER_NAME;
        self->buffer->receiveIndex = i | ~0ul << INNER_RADIX;
        self->buffer->receiveDepth = INNER_RADIX;
        self->value = execute(step_recv(OUTER_NAME(ENDPOINT_SLOT), OUTER_NAME(REPLY_SLOT))).x[INFO];
        (void)execute(step_send(NAME(INNER_SLOT, i), 0));
        self->done++;
    }
}

TEST("XFR-5,XFR-6,XFR-8,CSP-4,MSG-8", a_program_receives_capabilities_deep_in_its_space)
{
    struct program p = program_new(thread_new(ABOVE));
    seL4_CPtr notification = notification_new();
    seL4_CPtr unwrapped = mint(p.endpoint, seL4_CanRead, 0x77);

    thread_start_function(p.thread, signal_what_it_gets);
    for (seL4_Word i = 0; i < 1ul << INNER_RADIX; i++) {
        seL4_CPtr stored = mint(notification, seL4_AllRights, 1ul << i);
        bool second = i % 2 != 0;

        seL4_SetCap(0, second ? unwrapped : stored);
        seL4_SetCap(1, second ? stored : unwrapped);
        (void)execute(step_send(p.endpoint, MESSAGE(i, 2, 0)));
        check_eq(p.thread->done, i + 1);
        check_eq(p.thread->value, MESSAGE(i, 2, 0) | (second ? 1ul : 2ul) << 9);
        check_eq(p.thread->buffer->caps_or_badges[second ? 0 : 1], 0x77);
        check_eq(execute(step_nbwait(notification)).x[BADGE], 1ul << i);
    }
}

/* The last buffer of a large page, and a program that sees neither. */
TEST("IPC-30,MSG-2,MSG-3", a_buffer_lies_anywhere_in_a_large_page)
{
    const seL4_Word address = scratch_address(0) + (1ul << seL4_LargePageBits) - (1ul << seL4_IPCBufferSizeBits);
    seL4_IPCBuffer *buffer = (seL4_IPCBuffer *)address;
    seL4_CPtr frame = object_new(seL4_ARM_LargePageObject, 0);
    struct program p = program_new(thread_new(ABOVE));
    struct thread *client = thread_new(ABOVE);

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, seL4_ARM_ExecuteNever),
             seL4_NoError);
    check_eq(seL4_TCB_SetIPCBuffer(client->tcb, address ^ 1ul << 40, frame), seL4_NoError);
    thread_start_function(p.thread, answer_for_ever);
    for (seL4_Word i = 4; i < WORDS; i++) {
        buffer->msg[i] = i * 3;
    }
    add_step(client, step_call(p.endpoint, MESSAGE(5, 0, WORDS)));
    thread_start(client);
    check_eq(client->steps[0].x[INFO], MESSAGE(5, 0, WORDS));
    for (seL4_Word i = 4; i < WORDS; i++) {
        check_eq(buffer->msg[i], i * 4);
    }
}

#define DEMAND_BASE 0x30000000ul
#define DEMAND_PAGES 16u
#define PAGE 0x1000ul

static void touch_pages(struct thread *self)
{
    seL4_Word sum = 0;

    for (unsigned turn = 0; turn < 2; turn++) {
        for (seL4_Word page = 0; page < DEMAND_PAGES; page++) {
            volatile seL4_Word *word = (volatile seL4_Word *)(DEMAND_BASE + page * PAGE + page * 8);

            if (turn == 0) {
                *word = page + 1;
            } else {
                sum += *word;
            }
        }
    }
    self->value = sum;
    self->done = 1;
}

TEST("FLT-8,FLT-17,VSP-9", a_program_gets_its_pages_when_it_touches_them)
{
    struct program p = program_new(thread_new(BELOW));
    seL4_CPtr handler = endpoint_new();
    seL4_CPtr reply = reply_new();

    check_eq(seL4_TCB_SetSchedParams(p.thread->tcb, test_tcb, 0, BELOW, p.thread->sc, handler), seL4_NoError);
    thread_start_function(p.thread, touch_pages);
    for (seL4_Word page = 0; page < DEMAND_PAGES; page++) {
        struct registers fault = execute(step_recv(handler, reply));

        check_eq(fault.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, seL4_VMFault_Length));
        check_eq(fault.x[MR0 + seL4_VMFault_Addr], DEMAND_BASE + page * PAGE + page * 8);
        check_eq(fault.x[MR0 + seL4_VMFault_PrefetchFault], 0);
        check_eq(fault.x[MR0 + seL4_VMFault_FSR] >> 26, 0x24);
        check_eq(map_with_tables(frame_new(), p.vspace, DEMAND_BASE + page * PAGE, seL4_ReadWrite,
                                 seL4_ARM_Default_VMAttributes), seL4_NoError);
        (void)execute(step_send(reply, MESSAGE(7, 0, 0)));
    }
    let_others_run();
    check_eq(p.thread->done, 1);
    check_eq(p.thread->value, DEMAND_PAGES * (DEMAND_PAGES + 1) / 2);
}

/* The whole program goes with its memory while it serves; its client's call fails or faults no kernel. */
TEST("DEL-8,DEL-13,IPC-26", a_program_goes_while_its_client_waits)
{
    seL4_CPtr untyped = untyped_new(18);
    seL4_CPtr endpoint = slot_new();
    struct program p = program_new(thread_new(BELOW));
    struct thread *client = thread_new(ABOVE);

    check_eq(retype(untyped, seL4_EndpointObject, 0, endpoint), seL4_NoError);
    check_eq(seL4_CNode_Delete(p.cspace, ENDPOINT_SLOT, OUTER_RADIX), seL4_NoError);
    give(p.cspace, ENDPOINT_SLOT, OUTER_RADIX, endpoint, 0);
    thread_start_function(p.thread, answer_for_ever);
    add_step(client, step_call(endpoint, MESSAGE(1, 0, 2)));
    add_step(client, step_call(endpoint, MESSAGE(2, 0, 2)));
    thread_start(client);
    check(!finished(client));
    check_eq(revoke(untyped), seL4_NoError);
    check(finished(client));
    check_eq(client->steps[0].x[INFO], MESSAGE(seL4_InvalidCapability, 0, 1));
    check_eq(delete(p.cspace), seL4_NoError);
    check_eq(delete(p.vspace), seL4_NoError);
    check_eq(delete(p.thread->tcb), seL4_NoError);
}
