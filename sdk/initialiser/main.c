/* SPDX-License-Identifier: BSD-2-Clause */
/* The initialiser's course of action (INIT-3). */

#include "initialiser.h"

/* Patched by the tool: where the description starts and how many bytes may belong to it. Volatile: the
 * compiler must not take the values that it sees for the real ones. */
volatile uint64_t description_vaddr = UINT64_MAX;
volatile uint64_t description_size = UINT64_MAX;

extern const char image_start[];

struct system sys;

void initialise(const seL4_BootInfo *boot);

static void find_description(const seL4_BootInfo *boot)
{
    const struct desc_header *header = (const struct desc_header *)description_vaddr;
    const char *wrong = desc_check(header, description_size);
    seL4_Word image_pages = boot->userImageFrames.end - boot->userImageFrames.start;

    if (wrong != NULL) {
        fail(wrong);
    }
    if (header->image_pages != image_pages) {
        fail("the kernel made another number of image frames than the tool expected");
    }
    if (header->slot_count > boot->empty.end - boot->empty.start) {
        fail("there are not enough empty slots");
    }
    sys.boot = boot;
    sys.header = header;
    sys.image_start = (uint64_t)(uintptr_t)image_start;
}

static void build_system(void)
{
    make_objects();
    derive_caps();
    bind_irqs();
    assign_asids();
    fill_frames();
    map_tables();
    map_frames();
    configure_scs();
    configure_tcbs();
    fill_cnodes();
    configure_schedule();
}

void initialise(const seL4_BootInfo *boot)
{
    seL4_SetIPCBuffer(boot->ipcBuffer);
    microkit_dbg_puts("INIT|INFO: Nemea initialiser started\n");
    find_description(boot);
    check_untypeds();
    build_system();
    microkit_dbg_puts("INIT|INFO: system built, starting threads\n");
    relinquish_authority();
    print_snapshot();
    resume_threads();
    start_schedule();
    seL4_TCB_Suspend(seL4_CapInitThreadTCB);
    fail("the initialiser ran on after its end");
}
