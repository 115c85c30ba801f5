/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scenario of fuzz programs (../scenario.c) in QEMU, made anew for each by the test thread, which then watches. No
 * thread starts as a guest, because what it would do is none of the program's steps; nobody gets the domain capability,
 * because the schedule would outlive the program.
 */
#include "scenario.h"

#include "participants.h"
#include "program.h"
#include "replay.h"

#include <framework/console.h>
#include <framework/objects.h>

enum { WATCHER_PRIORITY = 250, ROOT_PRIORITY = 100, IDLE_PRIORITY = 2 };
enum { RUN_PIECES = 60, PIECE_US = 2000 }; /* a program has so much time, in microseconds */
enum { UNTYPED_OF_ALL = 22, SCENARIO_SC_BITS = 8, MAX_BORROWED = 48 };

static seL4_CPtr untyped; /* of which all is made */
static seL4_CPtr cspace;  /* the participants', with a guard so that slots are capability pointers */
static seL4_CPtr borrowed[MAX_BORROWED];
static unsigned borrowed_count;

static void make_many(seL4_Word type, seL4_Word bits, seL4_Word slot, unsigned count)
{
    check_eq(retype_into(untyped, type, bits, cspace, 0, 0, slot, count), seL4_NoError);
}

/* A copy here of what the participants have there, until give_back(): the last capabilities are to be theirs. */
static seL4_CPtr borrow(seL4_Word slot)
{
    seL4_CPtr here = slot_new();

    check(borrowed_count < MAX_BORROWED);
    check_eq(seL4_CNode_Copy(ROOT_CNODE, here, DEPTH, cspace, slot, DEPTH, seL4_AllRights), seL4_NoError);
    borrowed[borrowed_count] = here;
    borrowed_count++;
    return here;
}

static void give_back(void)
{
    for (unsigned i = 0; i < borrowed_count; i++) {
        check_eq(delete(borrowed[i]), seL4_NoError);
    }
    borrowed_count = 0;
}

static void give(seL4_CPtr cap, seL4_Word slot)
{
    check_eq(seL4_CNode_Copy(cspace, slot, DEPTH, ROOT_CNODE, cap, DEPTH, seL4_AllRights), seL4_NoError);
}

static void move(seL4_CPtr cap, seL4_Word slot)
{
    check_eq(seL4_CNode_Move(cspace, slot, DEPTH, ROOT_CNODE, cap, DEPTH), seL4_NoError);
}

static void give_badged(seL4_Word from, seL4_Word slot, seL4_Word badge)
{
    check_eq(seL4_CNode_Mint(cspace, slot, DEPTH, cspace, from, DEPTH, seL4_AllRights, badge), seL4_NoError);
}

static seL4_CPtr context(seL4_CPtr sc, seL4_Time budget, seL4_Time period, seL4_Word refills, seL4_Word flags)
{
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, sc, budget, period, refills, 0, flags),
             seL4_NoError);
    return sc;
}

static void start(seL4_CPtr tcb, unsigned number, seL4_Word priority, seL4_CPtr sc, seL4_CPtr handler, seL4_CPtr vspace)
{
    seL4_UserContext registers = participant_start(number);
    seL4_IPCBuffer *buffer = participant_buffer(number);

    check_eq(seL4_TCB_Configure(tcb, cspace, 0, vspace, 0, (seL4_Word)buffer, image_frame(buffer)), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, WATCHER_PRIORITY - 1, priority, sc, handler),
             seL4_NoError);
    check_eq(seL4_TCB_WriteRegisters(tcb, true, 0, sizeof registers / sizeof(seL4_Word), &registers), seL4_NoError);
}

static void start_passive_participants(void)
{
    for (unsigned i = ACTIVE_COUNT; i < TCB_COUNT; i++) {
        start(borrow(TCBS + i), i, 97 + i, context(borrow(SCS + i), 1000, 1000, 0, 0), NO_CAP,
              borrow(SPACES + TCB_COUNT - 1 - i));
    }
    sleep_us(PIECE_US); /* until they wait */
    for (unsigned i = ACTIVE_COUNT; i < TCB_COUNT; i++) {
        check_eq(seL4_SchedContext_Unbind(borrow(SCS + i)), seL4_NoError);
    }
}

static void start_participants(void)
{
    make_many(seL4_TCBObject, 0, SLOT_TCB, 1);
    make_many(seL4_SchedContextObject, SCENARIO_SC_BITS, SLOT_SC, 1);
    start(tcb_new(), PARTICIPANT_IDLE, IDLE_PRIORITY, sched_context_new(5000, 5000), NO_CAP, ROOT_VSPACE);
    start(borrow(SLOT_TCB), PARTICIPANT_ROOT, ROOT_PRIORITY, context(borrow(SLOT_SC), 5000, 5000, 0, 0), NO_CAP,
          ROOT_VSPACE);
    for (unsigned i = 0; i < ACTIVE_COUNT; i++) {
        bool odd = i % 2 != 0;
        start(borrow(TCBS + i), i, 98 + i,
              context(borrow(SCS + i), odd ? 1000 : 500, odd ? 1000 : 2000, i, i % 3 == 0), borrow(EPS + i),
              ROOT_VSPACE);
    }
}

static void give_authority(void)
{
    seL4_CPtr device = device_untyped(seL4_HugePageBits + 1);

    give(cspace, SLOT_CNODE);
    give(ROOT_VSPACE, SLOT_VSPACE);
    give(seL4_CapASIDControl, SLOT_ASID_CONTROL);
    give(seL4_CapInitThreadASIDPool, SLOT_ASID_POOL);
    give(boot->schedcontrol.start, SLOT_SCHED_CONTROL);
    check_eq(revoke(device), seL4_NoError);
    check_eq(retype_into(device, seL4_UntypedObject, seL4_HugePageBits + 1, cspace, 0, 0, SLOT_DEVICE, 1),
             seL4_NoError);
}

static void make_objects(void)
{
    make_many(seL4_EndpointObject, 0, EPS, EP_COUNT);
    make_many(seL4_NotificationObject, 0, NTFNS, NTFN_COUNT);
    make_many(seL4_ReplyObject, 0, REPLIES, REPLY_COUNT);
    make_many(seL4_SchedContextObject, SCENARIO_SC_BITS, SCS, SC_COUNT);
    make_many(seL4_TCBObject, 0, TCBS, TCB_COUNT);
    make_many(seL4_CapTableObject, CNODE_RADIX, CNODES, CNODE_COUNT);
    make_many(seL4_UntypedObject, CHILD_UNTYPED_BITS, UNTYPEDS, UNTYPED_COUNT);
    make_many(seL4_ARM_VSpaceObject, 0, SPACES + 2, SPACE_COUNT - 2);
    make_many(seL4_ARM_PageTableObject, 0, TABLES, TABLE_COUNT);
    make_many(seL4_ARM_SmallPageObject, 0, FRAMES, FRAME_COUNT - 1);
    move(object_new(seL4_ARM_LargePageObject, 0), FRAMES + FRAME_COUNT - 1);
    make_many(seL4_ARM_VCPUObject, 0, VCPUS, VCPU_COUNT);
    make_many(seL4_UntypedObject, seL4_ASIDPoolBits, PAGES, PAGE_COUNT);
    for (unsigned i = 0; i < 2; i++) {
        move(twin_of_root_vspace(), SPACES + i);
    }
    for (unsigned i = 0; i < TCB_COUNT; i++) {
        give(image_frame(participant_buffer(i)), BUFFERS + i);
    }
}

static void make_derived(void)
{
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, UART_IRQ, cspace, IRQS, DEPTH), seL4_NoError);
    check_eq(seL4_IRQHandler_SetNotification(borrow(IRQS), borrow(NTFNS)), seL4_NoError);
    give_badged(EPS, BADGED, 5);
    give_badged(EPS, BADGED + 1, 6);
    give_badged(NTFNS, BADGED + 2, 1);
    give_badged(NTFNS, BADGED + 3, 6);
    give_badged(TCBS, BADGED + 4, 0);
}

void scenario_restore(void)
{
    cspace = mint(cnode_new(ROOT_RADIX), seL4_AllRights, WORD_BITS - ROOT_RADIX /* zero bits of guard */);
    untyped = untyped_new(UNTYPED_OF_ALL);
    borrowed_count = 0;
    give_authority();
    make_objects();
    make_derived();
    start_passive_participants();
    start_participants();
    give_back();
    move(untyped, SLOT_UNTYPED);
}

void replay(const uint8_t *bytes, size_t count)
{
    check_eq(seL4_TCB_SetPriority(test_tcb, seL4_CapInitThreadTCB, WATCHER_PRIORITY), seL4_NoError);
    participants_begin();
    program_begin(bytes, count);
    for (unsigned i = 0; i < RUN_PIECES && !participants_are_done(); i++) {
        sleep_us(PIECE_US);
    }
    check(participants_are_done());
}
