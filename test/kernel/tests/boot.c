/* SPDX-License-Identifier: BSD-2-Clause */
/* What the root task finds when the kernel starts it (BOOT). */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define RAM_END 0xc0000000ul
#define DEVICE_TOP (1ul << 40)
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define RAM_START 0x60000000ul
#define TOP_TABLE_SHIFT 30u
#else
#define RAM_START 0x40000000ul
#define TOP_TABLE_SHIFT 39u
#endif

/* A record of one device tree, or nothing (BOOT-9). */
#define EXTRA_BYTES (BOOT_BLOB_BYTES != 0 ? sizeof(seL4_BootInfoHeader) + BOOT_BLOB_BYTES : 0)
#define EXTRA_PAGES ((EXTRA_BYTES + 4095) / 4096)

extern char image_start[], image_end[];

/* One table of each level below the root for each of its spans that the image and what follows it touch (BOOT-6). */
static seL4_Word paging_tables(void)
{
    seL4_Word bytes = EXTRA_BYTES;
    seL4_Word extra = 4096;
    seL4_Word tables = 0;

    while (extra < bytes) {
        extra *= 2;
    }
    seL4_Word last = (seL4_Word)boot + 4096 + (bytes != 0 ? extra : 0) - 1;

    for (unsigned shift = TOP_TABLE_SHIFT; shift >= seL4_LargePageBits; shift -= 9) {
        tables += (last >> shift) - ((seL4_Word)image_start >> shift) + 1;
    }
    return tables;
}

static seL4_Word untyped_count(void)
{
    return boot->untyped.end - boot->untyped.start;
}

TEST("01/BOOT-1", the_boot_information_has_its_layout)
{
    check_eq(sizeof(seL4_BootInfo), 3864);
    check_eq(offsetof(seL4_BootInfo, untypedList), 184);
    check_eq(boot->nodeID, 0);
    check_eq(boot->numNodes, 1);
    check_eq(boot->extraLen, EXTRA_BYTES);
    check_eq(boot->initThreadDomain, 0);
    check_eq(boot->sharedFrames.start, boot->sharedFrames.end);
}

TEST("01/BOOT-14,BOOT-3", buffer_and_boot_information_follow_the_image)
{
    check_eq((seL4_Word)boot->ipcBuffer, (seL4_Word)image_end);
    check_eq((seL4_Word)boot, (seL4_Word)image_end + 4096);
}

TEST("01/BOOT-1", the_rest_of_the_boot_information_page_is_zero)
{
    const unsigned char *page = (const unsigned char *)boot;

    for (unsigned i = sizeof(seL4_BootInfo); i < 4096; i++) {
        check_eq(page[i], 0);
    }
}

TEST("01/BOOT-4,BOOT-2,BOOT-15,BOOT-16", capability_regions_follow_each_other)
{
    check_eq(boot->userImagePaging.start, seL4_NumInitialCaps);
    check_eq(boot->userImagePaging.end - boot->userImagePaging.start, paging_tables());
    check_eq(boot->extraBIPages.end - boot->extraBIPages.start, EXTRA_PAGES);
    check_eq(boot->schedcontrol.start, boot->userImagePaging.end + EXTRA_PAGES);
    check_eq(boot->schedcontrol.end, boot->schedcontrol.start + 1);
    check_eq(boot->userImageFrames.start, boot->schedcontrol.end);
    check_eq(boot->untyped.start, boot->userImageFrames.end);
    check_eq(boot->empty.start, boot->untyped.end);
    check_eq(boot->empty.end, 1ul << boot->initThreadCNodeSizeBits);
}

TEST("01/BOOT-8,01/BOOT-9,BOOT-17", the_device_tree_follows_the_boot_information)
{
    const seL4_BootInfoHeader *header = (const seL4_BootInfoHeader *)((seL4_Word)boot + 4096);
    const unsigned char *blob = (const unsigned char *)(header + 1);

    if (EXTRA_BYTES == 0) {
        return;
    }
    check_eq(header->id, SEL4_BOOTINFO_HEADER_FDT);
    check_eq(header->len, EXTRA_BYTES);
    for (unsigned i = 0; i != BOOT_BLOB_BYTES; i++) {
        check_eq(blob[i], (unsigned char)(i ^ i >> 8));
    }
    check_eq(seL4_ARM_Page_GetAddress(boot->extraBIPages.start).paddr & 0x1fff, 0);
}

TEST("01/BOOT-1", there_is_one_frame_for_each_page_of_the_image)
{
    check_eq(boot->userImageFrames.end - boot->userImageFrames.start,
             (seL4_Word)(image_end - image_start) / 4096);
}

TEST("01/BOOT-17", image_frames_are_physically_contiguous)
{
    seL4_Word first = seL4_ARM_Page_GetAddress(boot->userImageFrames.start).paddr;

    for (seL4_CPtr i = boot->userImageFrames.start; i < boot->userImageFrames.end; i++) {
        check_eq(seL4_ARM_Page_GetAddress(i).paddr, first + (i - boot->userImageFrames.start) * 4096);
    }
}

TEST("01/BOOT-3,BOOT-5", fixed_slots_hold_what_they_should)
{
    static const seL4_CPtr full[] = {
        seL4_CapInitThreadTCB, seL4_CapInitThreadCNode, seL4_CapInitThreadVSpace, seL4_CapIRQControl,
        seL4_CapASIDControl, seL4_CapInitThreadASIDPool, seL4_CapBootInfoFrame, seL4_CapInitThreadIPCBuffer,
        seL4_CapDomain, seL4_CapInitThreadSC,
    };
    static const seL4_CPtr empty[] = { seL4_CapNull, seL4_CapIOPortControl, seL4_CapIOSpace };

    for (unsigned i = 0; i < sizeof full / sizeof full[0]; i++) {
        check(!slot_is_empty(full[i]));
    }
    for (unsigned i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        check(slot_is_empty(empty[i]));
    }
}

TEST("01/BOOT-18,BOOT-9", untypeds_list_devices_before_memory)
{
    bool memory_seen = false;
    seL4_Word last_device = 0;

    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        check(description->isDevice <= 1);
        if (description->isDevice) {
            check(!memory_seen);
            check(description->paddr >= last_device);
            last_device = description->paddr;
        }
        memory_seen = memory_seen || !description->isDevice;
    }
    check(memory_seen);
}

TEST("01/BOOT-19,BOOT-9", untypeds_are_naturally_aligned)
{
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        check(description->sizeBits >= seL4_MinUntypedBits && description->sizeBits <= seL4_MaxUntypedBits);
        check_eq(description->paddr & ((1ul << description->sizeBits) - 1), 0);
    }
}

TEST("01/BOOT-21", memory_untypeds_lie_in_ram)
{
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];
        seL4_Word end = description->paddr + (1ul << description->sizeBits);

        if (description->isDevice) {
            check(end <= RAM_START || (description->paddr >= RAM_END && end <= DEVICE_TOP));
        } else {
            check(description->paddr >= RAM_START && end <= RAM_END);
        }
    }
}

TEST("01/BOOT-21", the_kernels_devices_are_not_handed_out)
{
    static const seL4_Word pages[] = {
        0x08000000, 0x08010000,
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
        0x08030000,
#endif
    };

    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *description = &boot->untypedList[i];

        for (unsigned j = 0; j < sizeof pages / sizeof pages[0]; j++) {
            check(pages[j] < description->paddr ||
                  pages[j] - description->paddr >= 1ul << description->sizeBits);
        }
    }
}

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
/* All of it, unless the loader has put the device tree there (boot/boot.c). */
TEST("01/BOOT-18,BOOT-7", memory_of_guests_is_handed_out)
{
    enum { BLOB_PAGES = (EXTRA_BYTES + 4096 - 1) / 4096 };
    const seL4_Word start = 0x40000000, blob = 0x48123000, blob_end = blob + BLOB_PAGES * 4096;
    seL4_Word bytes = 0;
    bool with_blob = false;

    for (seL4_Word i = 0; i < untyped_count(); i++) {
        seL4_Word paddr = boot->untypedList[i].paddr;
        seL4_Word size = 1ul << boot->untypedList[i].sizeBits;

        if (paddr >= start && paddr < RAM_START) {
            check(boot->untypedList[i].isDevice);
            bytes += size;
            with_blob = with_blob || (paddr < blob_end && paddr + size > blob);
        }
    }
    check_eq(bytes, RAM_START - start - (with_blob ? 0 : BLOB_PAGES * 4096));
}
#endif

TEST("01/BOOT-18,INV-12", untypeds_do_not_overlap)
{
    for (seL4_Word i = 0; i < untyped_count(); i++) {
        const seL4_UntypedDesc *a = &boot->untypedList[i];

        for (seL4_Word j = 0; j < i; j++) {
            const seL4_UntypedDesc *b = &boot->untypedList[j];

            check(a->paddr + (1ul << a->sizeBits) <= b->paddr || b->paddr + (1ul << b->sizeBits) <= a->paddr);
        }
    }
}

TEST("01/BOOT-16,BOOT-13", the_initial_thread_has_the_highest_priority)
{
    check_eq(boot_stack_pointer, 0);
    check_eq(seL4_TCB_SetPriority(tcb_new(), seL4_CapInitThreadTCB, 255), seL4_NoError);
}

TEST("01/BOOT-7,BOOT-4", slot_numbers_are_capability_pointers)
{
    check_eq(seL4_TCB_Resume(seL4_CapInitThreadTCB), seL4_NoError);
    check(slot_is_empty(boot->empty.end - 1));
    check_range_error(retype_into(untyped_new(12), seL4_EndpointObject, 0, ROOT_CNODE, 0, 0, boot->empty.end,
                                  1),
                      0, boot->empty.end - 1);
}

TEST("BOOT-12", image_frame_caps_carry_their_mapping)
{
    seL4_CPtr frame = boot->userImageFrames.start;

    check_invalid_argument(seL4_ARM_Page_Map(frame, ROOT_VSPACE, scratch_address(0), seL4_ReadWrite,
                                             seL4_ARM_Default_VMAttributes), 0);
    check_eq(seL4_ARM_Page_Map(frame, ROOT_VSPACE, (seL4_Word)image_start, seL4_ReadWrite,
                               seL4_ARM_Default_VMAttributes), seL4_NoError);
}
