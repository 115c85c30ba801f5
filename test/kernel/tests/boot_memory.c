/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory that the root task is given, and the objects that it starts with (BOOT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define PAGE (1ul << seL4_PageBits)
#define RAM_END 0xc0000000ul
#define TIME_SLICE_US (CONFIG_BOOT_THREAD_TIME_SLICE * 1000ul)
#define CNODE_BITS (CONFIG_ROOT_CNODE_SIZE_BITS + seL4_SlotBits)
#define MAX_OBJECTS 16u

extern char image_start[], image_end[];

/* The objects of BOOT-20, as predicted from their sizes alone. */
struct object {
    seL4_Word bits;
    seL4_Word paddr;
};

struct prediction {
    struct object extra;
    seL4_Word extra_bits; /* 0: none, or placed */
    seL4_Word next;
};

static seL4_Word frame_paddr(seL4_CPtr frame)
{
    seL4_ARM_Page_GetAddress_t answer = seL4_ARM_Page_GetAddress(frame);

    check_eq(answer.error, seL4_NoError);
    return answer.paddr;
}

static seL4_Word extra_block_bits(void)
{
    seL4_Word bits = seL4_PageBits;

    if (boot->extraLen == 0) {
        return 0;
    }
    while (1ul << bits < boot->extraLen) {
        bits++;
    }
    return bits;
}

static seL4_Word table_count(void)
{
    return boot->userImagePaging.end - boot->userImagePaging.start;
}

static seL4_Word total_size(void)
{
    seL4_Word extra = extra_block_bits();

    return (1ul << CNODE_BITS) + (1ul << seL4_VSpaceBits) + 3 * PAGE + table_count() * PAGE +
           (1ul << seL4_TCBBits) + (1ul << seL4_MinSchedContextBits) + (extra == 0 ? 0 : 1ul << extra);
}

static seL4_Word largest_bits(void)
{
    seL4_Word bits = CNODE_BITS > seL4_VSpaceBits ? CNODE_BITS : seL4_VSpaceBits;

    return extra_block_bits() > bits ? extra_block_bits() : bits;
}

/* Where the next object lies; the extra block goes before the first that is not larger. */
static seL4_Word place(struct prediction *p, seL4_Word bits)
{
    seL4_Word paddr;

    if (p->extra_bits != 0 && bits <= p->extra_bits) {
        p->extra.paddr = p->next;
        p->next += 1ul << p->extra_bits;
        p->extra_bits = 0;
    }
    paddr = p->next;
    p->next += 1ul << bits;
    return paddr;
}

static bool is_given(seL4_Word paddr)
{
    for (seL4_Word i = 0; i < boot->untyped.end - boot->untyped.start; i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        if (paddr >= description->paddr && paddr - description->paddr < 1ul << description->sizeBits) {
            return true;
        }
    }
    return false;
}

/* The end of the highest region that is free before the objects are placed: the image may lie at the end of RAM. */
static seL4_Word region_end(void)
{
    seL4_Word image = frame_paddr(boot->userImageFrames.start);

    return image + (seL4_Word)(image_end - image_start) == RAM_END ? image : RAM_END;
}

TEST("01/BOOT-20,BOOT-8", initial_objects_lie_at_the_end_of_memory_in_order)
{
    seL4_Word start = (region_end() - total_size()) & ~((1ul << largest_bits()) - 1);
    struct prediction p = { .next = start, .extra_bits = extra_block_bits() };
    bool cnode_first = CNODE_BITS > seL4_VSpaceBits;

    (void)place(&p, cnode_first ? CNODE_BITS : seL4_VSpaceBits);
    (void)place(&p, cnode_first ? seL4_VSpaceBits : CNODE_BITS);
    (void)place(&p, seL4_ASIDPoolBits);
    check_eq(frame_paddr(seL4_CapInitThreadIPCBuffer), place(&p, seL4_PageBits));
    check_eq(frame_paddr(seL4_CapBootInfoFrame), place(&p, seL4_PageBits));
    for (seL4_CPtr frame = boot->extraBIPages.start; frame < boot->extraBIPages.end; frame++) {
        check_eq(frame_paddr(frame), p.extra.paddr + (frame - boot->extraBIPages.start) * PAGE);
    }
    for (seL4_Word paddr = start; paddr < start + total_size(); paddr += PAGE) {
        check(!is_given(paddr));
    }
    check(!is_given(start + total_size() - 16));
}

TEST("01/BOOT-20,BOOT-8", memory_around_the_initial_objects_is_given)
{
    seL4_Word start = (region_end() - total_size()) & ~((1ul << largest_bits()) - 1);

    check(is_given(start - 16));
    for (seL4_Word paddr = start + total_size(); paddr < region_end(); paddr += PAGE) {
        check(is_given(paddr));
    }
    check(start + total_size() == region_end() || is_given(region_end() - 16));
}

/* The part of the kernel that only boot needed. No other test uses it: its first use is here. */
static seL4_CPtr kernel_boot_untyped(seL4_Word *bits)
{
    for (seL4_Word i = 0; i < boot->untyped.end - boot->untyped.start; i++) {
        if (!boot->untypedList[i].isDevice) {
            *bits = boot->untypedList[i].sizeBits;
            return boot->untyped.start + i;
        }
    }
    return 0;
}

TEST("01/BOOT-18,BOOT-11,UNT-11", memory_used_at_boot_is_cleared_when_it_is_first_used)
{
    seL4_Word bits = 0;
    seL4_CPtr untyped = kernel_boot_untyped(&bits);
    seL4_CPtr frame = slot_new();
    seL4_Word pages = 1ul << (bits - seL4_PageBits);

    check(bits >= 16);
    for (seL4_Word i = 0; i < pages; i++) {
        const volatile seL4_Word *word = (const volatile seL4_Word *)scratch_address(0);

        check_eq(retype(untyped, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
        check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite,
                                 seL4_ARM_Default_VMAttributes),
                 seL4_NoError);
        for (seL4_Word j = 0; j < PAGE / sizeof *word; j++) {
            check_eq(word[j], 0);
        }
        check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
        frame = slot_new();
    }
    check_error1(retype(untyped, seL4_EndpointObject, 0, frame), seL4_NotEnoughMemory, 0);
    check_eq(revoke(untyped), seL4_NoError);
}

TEST("BOOT-6", a_boot_cap_is_a_parent_of_its_copies_and_of_nothing_else)
{
    seL4_CPtr frame_copy = copy(boot->userImageFrames.start);
    seL4_CPtr pool_copy = copy(seL4_CapInitThreadASIDPool);

    check_eq(revoke(boot->userImageFrames.start), seL4_NoError);
    check(slot_is_empty(frame_copy));
    check_eq(revoke(seL4_CapInitThreadASIDPool), seL4_NoError);
    check(slot_is_empty(pool_copy));
    check_eq(revoke(seL4_CapDomain), seL4_NoError);
    check_eq(revoke(boot->schedcontrol.start), seL4_NoError);
    for (seL4_CPtr slot = boot->userImagePaging.start; slot < boot->untyped.end; slot++) {
        check(!slot_is_empty(slot));
    }
}

static void jump(struct thread *self)
{
    ((void (*)(void))self->value)();
}

/* The fault of a helper that executes at `address`: returns the prefetch flag of its message. */
static seL4_Word execution_fault(seL4_Word address)
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    helper->value = address;
    thread_start_function(helper, jump);
    message = execute(step_nbrecv(handler, reply_new()));
    check_eq(message.x[INFO], MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(message.x[MR1], address);
    return message.x[MR2];
}

TEST("BOOT-12", buffer_and_boot_information_cannot_be_executed)
{
    check_eq(execution_fault((seL4_Word)boot), 1);
    check_eq(execution_fault((seL4_Word)boot->ipcBuffer), 1);
}

static _Alignas(4096) volatile seL4_Word image_page[PAGE / sizeof(seL4_Word)];

TEST("BOOT-12", boot_frames_can_be_unmapped_and_mapped_again)
{
    seL4_CPtr frame = image_frame(image_page);

    image_page[0] = 0x99;
    check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    check_eq(execution_fault((seL4_Word)image_page), 1);
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, (seL4_Word)image_page, seL4_ReadWrite,
                               seL4_ARM_Default_VMAttributes),
             seL4_NoError);
    check_eq(image_page[0], 0x99);
}

TEST("01/BOOT-6,BOOT-5", paging_caps_carry_their_mapping)
{
    for (seL4_CPtr table = boot->userImagePaging.start; table < boot->userImagePaging.end; table++) {
        check_invalid_capability(seL4_ARM_PageTable_Map(table, ROOT_VSPACE, scratch_address(0), 0), 0);
        check_eq(delete(copy(table)), seL4_NoError);
    }
    check_eq(execute(step_nbwait(notification_new())).x[BADGE], 0);
}

TEST("01/BOOT-16,BOOT-13", the_initial_scheduling_context_is_bound_and_minimal)
{
    seL4_CPtr control = boot->schedcontrol.start;

    check_eq(seL4_SchedContext_Bind(seL4_CapInitThreadSC, tcb_new()), seL4_IllegalOperation);
    check_range_error(seL4_SchedControl_ConfigureFlags(control, seL4_CapInitThreadSC, TIME_SLICE_US,
                                                       2 * TIME_SLICE_US, 1, 0, 0),
                      0, 0);
    check_eq(seL4_SchedContext_UnbindObject(seL4_CapInitThreadSC, test_tcb), seL4_IllegalOperation);
}

TEST("BOOT-15", there_is_one_sched_control_cap)
{
    check_eq(boot->schedcontrol.end - boot->schedcontrol.start, 1);
    check_range_error(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, test_sc, 1, 1, 0, 0, 0),
                      20, MAX_PERIOD_US);
}
