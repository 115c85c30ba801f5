/* SPDX-License-Identifier: BSD-2-Clause */
/* What a mapping allows, and when changes of mappings and contents are seen (ENV-1, A64-10, A64-11). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define ATTRIBUTES seL4_ARM_Default_VMAttributes
#define NEVER (seL4_ARM_Default_VMAttributes | seL4_ARM_ExecuteNever)
#define PAGE (1ul << seL4_PageBits)
#define RETURN 0xd65f03c0u /* ret */
#define RETURNS(value) (0xd2800000u | (value) << 5) /* mov x0, #value */

/* Of the syndrome in a fault message. */
#define FAULT_STATUS(fsr) ((fsr) & 0x3f)
#define IS_WRITE(fsr) ((fsr) >> 6 & 1)
#define CLASS(fsr) ((fsr) >> 26)
enum { TRANSLATION_LEVEL_3 = 0x07, PERMISSION_LEVEL_3 = 0x0f };
enum { CLASS_INSTRUCTION = 0x20, CLASS_DATA = 0x24 };

static volatile uint32_t *code_at(seL4_Word address)
{
    return (volatile uint32_t *)address;
}

static volatile seL4_Word *word_at(seL4_Word address)
{
    return (volatile seL4_Word *)address;
}

static void read_page(struct thread *self)
{
    self->value = *word_at(scratch_address(0) + 64);
    self->done = 1;
}

static void write_page(struct thread *self)
{
    *word_at(scratch_address(0) + 64) = 1;
    self->done = 1;
}

static void execute_page(struct thread *self)
{
    ((void (*)(void))scratch_address(0))();
    self->done = 1;
}

/* The syndrome of the fault of a helper that does this, or 0 if it came to its end. */
static seL4_Word syndrome(void (*entry)(struct thread *self))
{
    seL4_CPtr handler = endpoint_new();
    struct thread *helper = thread_new(ABOVE);
    struct registers message;

    check_eq(seL4_TCB_SetSpace(helper->tcb, handler, ROOT_CNODE, 0, ROOT_VSPACE, 0), seL4_NoError);
    thread_start_function(helper, entry);
    message = execute(step_nbrecv(handler, reply_new()));
    check((message.x[BADGE] == 0 && helper->done == 1) || message.x[INFO] == MESSAGE(seL4_Fault_VMFault, 0, 4));
    check_eq(seL4_TCB_Suspend(helper->tcb), seL4_NoError);
    return helper->done == 1 ? 0 : message.x[MR3];
}

/* Maps a page that starts with a return instruction. */
static void map_page(seL4_CapRights_t rights, seL4_ARM_VMAttributes attributes)
{
    seL4_CPtr frame = frame_new();

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    *code_at(scratch_address(0)) = RETURN;
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0), rights, attributes), seL4_NoError);
}

static void check_denied(seL4_Word fsr, seL4_Word class, seL4_Word is_write)
{
    check_eq(FAULT_STATUS(fsr), PERMISSION_LEVEL_3);
    check_eq(CLASS(fsr), class);
    if (class == CLASS_DATA) {
        check_eq(IS_WRITE(fsr), is_write);
    }
}

TEST("ENV-1,VSP-4", a_read_write_page_allows_everything)
{
    map_page(seL4_ReadWrite, ATTRIBUTES);
    check_eq(syndrome(read_page), 0);
    check_eq(syndrome(write_page), 0);
    check_eq(syndrome(execute_page), 0);
}

TEST("ENV-1,VSP-4", a_read_only_page_can_be_executed)
{
    map_page(seL4_CanRead, ATTRIBUTES);
    check_eq(syndrome(read_page), 0);
    check_denied(syndrome(write_page), CLASS_DATA, 1);
    check_eq(syndrome(execute_page), 0);
}

TEST("ENV-1,VSP-5", a_page_without_rights_denies_everything)
{
    map_page(seL4_CanWrite, ATTRIBUTES);
    check_denied(syndrome(read_page), CLASS_DATA, 0);
    check_denied(syndrome(write_page), CLASS_DATA, 1);
    check_denied(syndrome(execute_page), CLASS_INSTRUCTION, 0);
}

TEST("ENV-1,A64-7", an_execute_never_page_holds_data_only)
{
    map_page(seL4_ReadWrite, NEVER);
    check_eq(syndrome(read_page), 0);
    check_eq(syndrome(write_page), 0);
    check_denied(syndrome(execute_page), CLASS_INSTRUCTION, 0);
}

TEST("ENV-1", an_unmapped_page_is_told_from_a_forbidden_one)
{
    check_eq(map_with_tables(frame_new(), ROOT_VSPACE, scratch_address(0) + PAGE, seL4_ReadWrite, ATTRIBUTES),
             seL4_NoError);
    check_eq(FAULT_STATUS(syndrome(read_page)), TRANSLATION_LEVEL_3);
    check_eq(FAULT_STATUS(syndrome(execute_page)), TRANSLATION_LEVEL_3);
}

TEST("A64-7", an_uncached_page_shows_the_same_memory)
{
    seL4_CPtr frame = frame_new();

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(map_with_tables(copy(frame), ROOT_VSPACE, scratch_address(1), seL4_ReadWrite, seL4_ARM_ExecuteNever),
             seL4_NoError);
    *word_at(scratch_address(0)) = 0x77;
    check_eq(seL4_ARM_Page_CleanInvalidate_Data(frame, 0, PAGE), seL4_NoError);
    check_eq(*word_at(scratch_address(1)), 0x77);
    *word_at(scratch_address(1)) = 0x88;
    check_eq(seL4_ARM_Page_Invalidate_Data(frame, 0, PAGE), seL4_NoError);
    check_eq(*word_at(scratch_address(0)), 0x88);
}

TEST("A64-11,TRAP-68", each_mapping_is_seen_at_once)
{
    seL4_CPtr frames[2] = { frame_new(), frame_new() };

    for (seL4_Word i = 0; i < 64; i++) {
        seL4_CPtr frame = frames[i % 2];

        check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
        check_eq(*word_at(scratch_address(0)), i < 2 ? 0 : i - 2);
        *word_at(scratch_address(0)) = i;
        check_eq(seL4_ARM_Page_Unmap(frame), seL4_NoError);
    }
}

TEST("A64-11,TRAP-68,VSP-14", each_table_is_seen_at_once)
{
    seL4_CPtr tables[2] = { object_new(seL4_ARM_PageTableObject, 0), object_new(seL4_ARM_PageTableObject, 0) };
    seL4_CPtr frames[2] = { frame_new(), frame_new() };

    /* The upper levels, and a neighbour that keeps them. */
    check_eq(map_with_tables(frame_new(), ROOT_VSPACE, scratch_address(1), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    for (seL4_Word i = 0; i < 16; i++) {
        check_eq(seL4_ARM_PageTable_Map(tables[i % 2], ROOT_VSPACE, scratch_address(0), ATTRIBUTES), seL4_NoError);
        check_eq(seL4_ARM_Page_Map(frames[i % 2], ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES),
                 seL4_NoError);
        check_eq(*word_at(scratch_address(0)), i < 2 ? 0 : i - 2);
        *word_at(scratch_address(0)) = i;
        check_eq(seL4_ARM_PageTable_Unmap(tables[i % 2]), seL4_NoError);
        check(i % 4 != 0 || syndrome(read_page) != 0);
        /* The table was cleared: the frame's mapping is stale now. */
        check_eq(seL4_ARM_Page_Unmap(frames[i % 2]), seL4_NoError);
    }
}

TEST("A64-10", cleaning_and_discarding_keep_what_memory_holds)
{
    seL4_CPtr frame = frame_new();
    volatile seL4_Word *page = word_at(scratch_address(0));

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    for (seL4_Word i = 0; i < PAGE / 8; i++) {
        page[i] = i;
    }
    check_eq(seL4_ARM_Page_Clean_Data(frame, 0, PAGE), seL4_NoError);
    check_eq(seL4_ARM_Page_Invalidate_Data(frame, 8, PAGE - 8), seL4_NoError);
    check_eq(seL4_ARM_VSpace_Clean_Data(ROOT_VSPACE, scratch_address(0), scratch_address(0) + PAGE), seL4_NoError);
    check_eq(seL4_ARM_VSpace_CleanInvalidate_Data(ROOT_VSPACE, scratch_address(0) + 1, scratch_address(0) + 2),
             seL4_NoError);
    check_eq(seL4_ARM_VSpace_Invalidate_Data(ROOT_VSPACE, scratch_address(0), scratch_address(0) + PAGE),
             seL4_NoError);
    for (seL4_Word i = 0; i < PAGE / 8; i++) {
        check_eq(page[i], i);
    }
}

TEST("A64-10,VSP-6", code_that_changes_is_executed_after_it_was_unified)
{
    seL4_CPtr frame = frame_new();
    seL4_CPtr alias = copy(frame);

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(map_with_tables(alias, ROOT_VSPACE, scratch_address(1), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    for (uint32_t i = 0; i < 8; i++) {
        code_at(scratch_address(0))[0] = RETURNS(i);
        code_at(scratch_address(0))[1] = RETURN;
        check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, 8), seL4_NoError);
        check_eq(((seL4_Word(*)(void))scratch_address(1))(), i);
        check_eq(seL4_ARM_VSpace_Unify_Instruction(ROOT_VSPACE, scratch_address(1), scratch_address(1) + 8),
                 seL4_NoError);
    }
}

TEST("A64-10,A64-8", another_address_space_can_be_maintained)
{
    seL4_CPtr vspace = vspace_new();

    check_eq(map_with_tables(frame_new(), vspace, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(seL4_ARM_VSpace_Clean_Data(vspace, scratch_address(0), scratch_address(0) + PAGE), seL4_NoError);
    check_eq(seL4_ARM_VSpace_Unify_Instruction(vspace, scratch_address(0), scratch_address(0) + PAGE), seL4_NoError);
    check(syndrome(read_page) != 0);
}

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
TEST("A64-8,A64-9", read_only_pages_can_be_discarded_at_el2)
{
    seL4_CPtr frame = mint(frame_new(), seL4_CanRead, 0);

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(seL4_ARM_Page_Invalidate_Data(frame, 0, PAGE), seL4_NoError);
    check_eq(seL4_ARM_VSpace_Invalidate_Data(ROOT_VSPACE, scratch_address(0), scratch_address(0) + 8), seL4_NoError);
}

TEST("A64-9", memory_that_the_kernel_does_not_see_is_not_maintained)
{
    seL4_CPtr device = NO_CAP;
    seL4_CPtr frame = slot_new();

    for (seL4_Word i = 0; i < boot->untyped.end - boot->untyped.start; i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        if (description->isDevice && description->paddr >= 0x8000000000) {
            device = boot->untyped.start + i;
        }
    }
    check(device != NO_CAP);
    check_eq(retype(device, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, 0), seL4_NoError);
    check_eq(seL4_ARM_Page_Clean_Data(frame, 0, PAGE), seL4_IllegalOperation);
}
#else
TEST("A64-8,A64-9", read_only_pages_cannot_be_discarded_at_el1)
{
    seL4_CPtr frame = mint(frame_new(), seL4_CanRead, 0);

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(seL4_ARM_Page_Clean_Data(frame, 0, PAGE), seL4_NoError);
    check_eq(seL4_ARM_Page_Invalidate_Data(frame, 0, PAGE), seL4_IllegalOperation);
    check_eq(seL4_ARM_VSpace_Invalidate_Data(ROOT_VSPACE, scratch_address(0), scratch_address(0) + 8),
             seL4_IllegalOperation);
}

TEST("A64-9", a_stale_mapping_is_told)
{
    seL4_CPtr frame = frame_new();

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_eq(map_with_tables(frame_new(), ROOT_VSPACE, scratch_address(0), seL4_ReadWrite, ATTRIBUTES), seL4_NoError);
    check_invalid_capability(seL4_ARM_Page_Clean_Data(frame, 0, PAGE), 0);
    check_invalid_argument(seL4_ARM_Page_Clean_Data(frame, 0, PAGE + 1), 0);
}
#endif
