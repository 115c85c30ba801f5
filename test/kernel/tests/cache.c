/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance through frame and address space capabilities (A64). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define PAGE (1ul << seL4_PageBits)

static seL4_Error map_at(seL4_CPtr frame, seL4_Word address)
{
    return map_with_tables(frame, ROOT_VSPACE, address, seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
}

TEST("A64-9", cache_operations_check_their_range)
{
    seL4_CPtr frame = frame_new();

    check_eq(seL4_ARM_Page_Clean_Data(frame, 0, PAGE), seL4_IllegalOperation);
    check_eq(map_at(frame, scratch_address(0)), seL4_NoError);
    check_eq(seL4_ARM_Page_Clean_Data(frame, 0, PAGE), seL4_NoError);
    check_eq(seL4_ARM_Page_CleanInvalidate_Data(frame, 64, 128), seL4_NoError);
    check_eq(seL4_ARM_Page_Invalidate_Data(frame, 0, PAGE), seL4_NoError);
    check_invalid_argument(seL4_ARM_Page_Clean_Data(frame, 8, 8), 1);
    check_invalid_argument(seL4_ARM_Page_Clean_Data(frame, 0, PAGE + 1), 0);
    check_invalid_argument(seL4_ARM_Page_Clean_Data(frame, PAGE, PAGE + 1), 0);
}

TEST("A64-8,TRAP-69", cache_operations_on_an_address_space_stay_in_a_page)
{
    seL4_Word address = scratch_address(0);

    check_eq(map_at(frame_new(), address), seL4_NoError);
    check_eq(seL4_ARM_VSpace_Clean_Data(ROOT_VSPACE, address, address + PAGE), seL4_NoError);
    check_eq(seL4_ARM_VSpace_Unify_Instruction(ROOT_VSPACE, address, address + 64), seL4_NoError);
    check_range_error(seL4_ARM_VSpace_Clean_Data(ROOT_VSPACE, address, address + PAGE + 1), address,
                      address + PAGE - 1);
    check_invalid_argument(seL4_ARM_VSpace_Clean_Data(ROOT_VSPACE, address, address), 1);
    check_eq(seL4_ARM_VSpace_Clean_Data(ROOT_VSPACE, scratch_address(9), scratch_address(9) + 8),
             seL4_NoError);
    check_eq(seL4_ARM_VSpace_Clean_Data(ROOT_VSPACE, address, seL4_UserTop + 2), seL4_IllegalOperation);
}
