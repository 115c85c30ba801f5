/* SPDX-License-Identifier: BSD-2-Clause */
/* Looking things up in the description, and stopping when something is wrong (INIT-4). */

#include "initialiser.h"

const void *table(enum desc_table which, uint32_t *count)
{
    *count = sys.header->tables[which].count;
    return desc_entries(sys.header, which);
}

seL4_CPtr cap(uint32_t reference)
{
    if (reference == DESC_NONE) {
        return seL4_CapNull;
    }
    if (reference == DESC_SMC) {
        return seL4_CapSMC;
    }
    if ((reference & DESC_IMAGE_PAGE) != 0) {
        uint32_t page = reference & ~DESC_IMAGE_PAGE;

        if (page >= sys.header->image_pages) {
            fail("the description names a page outside of the image");
        }
        return sys.boot->userImageFrames.start + page;
    }
    if (reference >= sys.header->slot_count) {
        fail("the description names a slot that it does not own");
    }
    return sys.boot->empty.start + reference;
}

void put_hex(uint64_t x)
{
    microkit_dbg_puts("0x");
    for (int shift = 60; shift >= 0; shift -= 4) {
        microkit_dbg_putc("0123456789abcdef"[(x >> shift) & 0xf]);
    }
}

static const char *name_of(uint32_t reference)
{
    uint32_t names;
    uint32_t text_size;
    const uint32_t *offsets = table(DESC_NAMES, &names);
    const char *text = table(DESC_TEXT, &text_size);

    if (reference >= names || offsets[reference] >= text_size) {
        return "(no name)";
    }
    return &text[offsets[reference]];
}

void check(seL4_Error err, const char *step, uint32_t reference)
{
    if (err == seL4_NoError) {
        return;
    }
    microkit_dbg_puts("INIT|ERROR: ");
    microkit_dbg_puts(step);
    microkit_dbg_puts(": object ");
    microkit_dbg_puts(name_of(reference));
    microkit_dbg_puts(" (reference ");
    put_hex(reference);
    microkit_dbg_puts("), kernel error ");
    microkit_dbg_put32((seL4_Uint32)err);
    microkit_dbg_puts(", details ");
    put_hex(seL4_GetMR(0));
    microkit_dbg_puts(" ");
    put_hex(seL4_GetMR(1));
    microkit_dbg_puts(" ");
    put_hex(seL4_GetMR(2));
    microkit_dbg_puts("\n");
    fail("a kernel call failed");
}

_Noreturn void fail(const char *why)
{
    microkit_dbg_puts("INIT|ERROR: ");
    microkit_dbg_puts(why);
    microkit_dbg_puts("\nINIT|ERROR: the system is not started\n");
    for (;;) {
        seL4_TCB_Suspend(seL4_CapInitThreadTCB);
    }
}
