/* SPDX-License-Identifier: BSD-2-Clause */
#include "step_space.h"

#include "scenario.h"
#include "take.h"

enum { GUEST_TIMER_LINE = 27 };

enum { PAGE_SPAN = 12, TABLE_SPAN = 21, BLOCK_SPAN = 30 };

/* Mostly one of the count slots from first on, now and then any that has to do with address spaces. */
static word_t take_here(word_t first, word_t count)
{
    uint8_t byte = take_byte();

    return byte < 232 ? first + byte % count : SPACES + byte % (uint32_t)SPACE_SLOTS;
}

static word_t take_root(void)
{
    uint8_t byte = take_byte();

    if (byte < 160) {
        return SPACES + byte % 2u;
    }
    return byte < 220 ? (word_t)SLOT_VSPACE : SPACES + byte % (uint32_t)SPACE_SLOTS;
}

/* Few places, so that programs meet themselves: two pages in each of two tables in each of two blocks; and the end of
 * what users have. */
static vaddr_t take_address(void)
{
    uint8_t byte = take_byte();
    vaddr_t address = (vaddr_t)(byte & 1u) << PAGE_SPAN | (vaddr_t)(byte >> 1 & 1u) << TABLE_SPAN |
                      (vaddr_t)(byte >> 2 & 1u) << BLOCK_SPAN;

    if (byte >= 250) {
        return (UINT64_C(1) << 40) - (UINT64_C(1) << PAGE_SPAN) * (byte - 250u);
    }
    return byte >= 240 ? address + take_byte() : address;
}

/* A range, mostly one that is within a page. */
static struct message take_range(word_t label, vaddr_t base)
{
    word_t start = take_byte() * UINT64_C(16);
    uint8_t byte = take_byte();
    word_t bytes = byte < 224 ? 1u + byte * UINT64_C(4) : UINT64_C(1) << byte % 32u;

    return (struct message){
        .label = label, .length = byte == 255 ? 1 : 2, .word = {base + start, base + start + bytes}};
}

static void step_map(uint8_t shape)
{
    word_t frame = take_here(FRAMES, FRAME_COUNT);
    vaddr_t address = take_address();

    (void)system_call(frame, (struct message){.label = ARMPageMap,
                                              .length = shape < 250 ? 3 : 2,
                                              .word = {address, shape % 4u, shape / 4u % 8u},
                                              .caps = shape == 249 ? 0 : 1,
                                              .cap = {take_root()}});
}

static void step_map_table(uint8_t shape)
{
    word_t table = take_here(TABLES, TABLE_COUNT);
    vaddr_t address = take_address();

    (void)system_call(table, (struct message){.label = ARMPageTableMap,
                                              .length = shape < 250 ? 2 : 1,
                                              .word = {address, 0},
                                              .caps = shape == 249 ? 0 : 1,
                                              .cap = {take_root()}});
}

/* All tables on the way, then the page: what a program would rarely find by chance. */
static void step_map_deep(void)
{
    word_t root = take_root();
    vaddr_t address = take_address();

    for (word_t i = 0; i < 2; i++) {
        (void)system_call(take_here(TABLES, TABLE_COUNT), (struct message){.label = ARMPageTableMap,
                                                                           .length = 2,
                                                                           .word = {address, 0},
                                                                           .caps = 1,
                                                                           .cap = {root}});
    }
    (void)system_call(take_here(FRAMES, FRAME_COUNT), (struct message){.label = ARMPageMap,
                                                                       .length = 3,
                                                                       .word = {address, 3, 1},
                                                                       .caps = 1,
                                                                       .cap = {root}});
}

static void step_maintain(uint8_t shape)
{
    static const word_t frame_labels[] = {ARMPageClean_Data, ARMPageInvalidate_Data, ARMPageCleanInvalidate_Data,
                                          ARMPageUnify_Instruction};
    static const word_t space_labels[] = {ARMVSpaceClean_Data, ARMVSpaceInvalidate_Data,
                                          ARMVSpaceCleanInvalidate_Data, ARMVSpaceUnify_Instruction};

    if (shape % 2u == 0) {
        word_t frame = take_here(FRAMES, FRAME_COUNT);
        (void)system_call(frame, take_range(frame_labels[shape / 2u % 4u], 0));
    } else {
        word_t root = take_root();
        vaddr_t base = take_address();
        (void)system_call(root, take_range(space_labels[shape / 2u % 4u], base));
    }
}

static void step_assign(void)
{
    uint8_t byte = take_byte();
    word_t pool = byte < 128 ? (word_t)SLOT_ASID_POOL : (word_t)POOLS + byte % 2u;

    (void)system_call(pool, (struct message){.label = ARMASIDPoolAssign,
                                             .caps = byte < 250 ? 1 : 0,
                                             .cap = {take_here(SPACES, SPACE_COUNT)}});
}

static void step_make_pool(uint8_t shape)
{
    (void)system_call(SLOT_ASID_CONTROL, (struct message){.label = ARMASIDControlMakePool,
                                                          .length = shape < 250 ? 2 : 1,
                                                          .word = {POOLS + shape % 2u, WORD_BITS},
                                                          .caps = 2,
                                                          .cap = {take_here(PAGES, PAGE_COUNT), SLOT_CNODE}});
}

/* Frames of all sizes of memory that the kernel does not see, and the other objects, from what there is. */
static void step_create(uint8_t shape)
{
    static const word_t types[] = {seL4_ARM_SmallPageObject, seL4_ARM_LargePageObject, seL4_ARM_HugePageObject,
                                   seL4_ARM_PageTableObject, seL4_ARM_VSpaceObject,    seL4_ARM_VCPUObject};
    word_t untyped = shape < 96 ? (word_t)SLOT_DEVICE : take_here(PAGES, PAGE_COUNT);

    (void)system_call(untyped, (struct message){.label = UntypedRetype,
                                                .length = 6,
                                                .word = {types[shape % 6u], 0, 0, 0, take_here(SPACES, SPACE_SLOTS), 1},
                                                .caps = 1,
                                                .cap = {SLOT_CNODE}});
}

/* Copies, moves and deletions among the slots of address spaces. */
static void step_slots(uint8_t shape)
{
    static const word_t labels[] = {CNodeCopy, CNodeMove, CNodeDelete, CNodeRevoke, CNodeDelete, CNodeCopy};
    word_t label = labels[shape % 6u];
    bool two = label == CNodeCopy || label == CNodeMove;
    word_t to = take_here(SPACES, SPACE_SLOTS);

    (void)system_call(SLOT_CNODE,
                      (struct message){.label = label,
                                       .length = two ? 5 : 2,
                                       .word = {to, WORD_BITS, two ? take_here(SPACES, SPACE_SLOTS) : 0, WORD_BITS,
                                                shape / 6u % 4u},
                                       .caps = two ? 1 : 0,
                                       .cap = {SLOT_CNODE}});
}

static void step_thread_space(void)
{
    uint8_t byte = take_byte();
    word_t root = take_root();
    word_t thread = byte < 224 ? TCBS + byte % (uint32_t)TCB_COUNT : (uint32_t)SLOT_TCB;

    (void)system_call(thread, (struct message){.label = TCBSetSpace,
                                               .length = 2,
                                               .caps = 3,
                                               .cap = {EPS + byte % 4u, SLOT_CNODE, root}});
}

void step_space(void)
{
    uint8_t operation = take_byte();
    uint8_t shape = take_byte();

    switch (operation % 12u) {
    case 0:
        step_map(shape);
        break;
    case 1:
        step_map_table(shape);
        break;
    case 2:
        step_map_deep();
        break;
    case 3:
        (void)system_call(take_here(FRAMES, FRAME_COUNT), (struct message){.label = ARMPageUnmap});
        break;
    case 4:
        (void)system_call(take_here(TABLES, TABLE_COUNT), (struct message){.label = ARMPageTableUnmap});
        break;
    case 5:
        step_maintain(shape);
        break;
    case 6:
        step_assign();
        break;
    case 7:
        step_make_pool(shape);
        break;
    case 8:
        step_create(shape);
        break;
    case 9:
    case 10:
        step_slots(shape);
        break;
    default:
        step_thread_space();
        break;
    }
}

static void step_set_tcb(uint8_t shape)
{
    word_t thread = shape < 224 ? TCBS + shape % (uint32_t)TCB_COUNT : (uint32_t)SLOT_TCB;

    (void)system_call(take_here(VCPUS, VCPU_COUNT),
                      (struct message){.label = ARMVCPUSetTCB, .caps = shape < 250 ? 1 : 0, .cap = {thread}});
}

static void step_inject(uint8_t shape)
{
    word_t where = (word_t)(shape % 2u) << 24 | (word_t)(shape / 2u % 6u) << 32;
    word_t packed = take_word() | where | (word_t)(shape / 16u) << 17;

    (void)system_call(take_here(VCPUS, VCPU_COUNT),
                      (struct message){.label = ARMVCPUInjectIRQ, .length = shape < 250 ? 1 : 0, .word = {packed}});
}

static void step_vcpu_register(uint8_t shape)
{
    word_t vcpu = take_here(VCPUS, VCPU_COUNT);
    word_t label = shape % 2u ? ARMVCPUReadReg : ARMVCPUWriteReg;

    (void)system_call(vcpu, (struct message){.label = label,
                                             .length = shape < 250 ? 2 : shape % 2u,
                                             .word = {shape / 2u % (seL4_VCPUReg_Num + 1u), take_word()}});
}

void step_guest(void)
{
    uint8_t operation = take_byte();
    uint8_t shape = take_byte();

    switch (operation % 8u) {
    case 0:
        step_set_tcb(shape);
        break;
    case 1:
        step_inject(shape);
        break;
    case 2:
        step_vcpu_register(shape);
        break;
    case 3:
        (void)system_call(take_here(VCPUS, VCPU_COUNT),
                          (struct message){.label = ARMVCPUAckVPPI,
                                           .length = shape < 250 ? 1 : 0,
                                           .word = {shape < 200 ? GUEST_TIMER_LINE : shape % 40u}});
        break;
    case 4:
        system_guest_acts(shape);
        break;
    case 5:
        system_guest_irq(shape % 2u != 0);
        break;
    case 6:
        system_guest_exception(shape);
        break;
    default:
        system_yield();
        break;
    }
}
