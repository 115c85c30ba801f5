/* SPDX-License-Identifier: BSD-2-Clause */
/* Untyped memory, the objects made of it, and address space identifiers. */

#include "initialiser.h"

static seL4_Word boot_untyped_count(void)
{
    return sys.boot->untyped.end - sys.boot->untyped.start;
}

static void put_untyped(uint64_t paddr, uint64_t size_bits, uint64_t device)
{
    put_hex(paddr);
    microkit_dbg_puts(" 2^");
    microkit_dbg_put32((seL4_Uint32)size_bits);
    microkit_dbg_puts(device != 0 ? " device\n" : "\n");
}

/* Both lists: the difference shows whether the board has other memory than the SDK believes (ALLOC-11). */
static void report_untypeds(const struct desc_untyped *expected, uint32_t count)
{
    microkit_dbg_puts("INIT|ERROR: untyped memory expected by the tool:\n");
    for (uint32_t i = 0; i < count; i++) {
        put_untyped(expected[i].paddr, expected[i].size_bits, expected[i].device);
    }
    microkit_dbg_puts("INIT|ERROR: untyped memory given by the kernel:\n");
    for (seL4_Word i = 0; i < boot_untyped_count(); i++) {
        const seL4_UntypedDesc *got = &sys.boot->untypedList[i];

        put_untyped(got->paddr, got->sizeBits, got->isDevice);
    }
}

void check_untypeds(void)
{
    uint32_t count;
    const struct desc_untyped *expected = table(DESC_UNTYPEDS, &count);
    int equal = count == boot_untyped_count();

    for (uint32_t i = 0; equal && i < count; i++) {
        const seL4_UntypedDesc *got = &sys.boot->untypedList[i];

        equal = got->paddr == expected[i].paddr && got->sizeBits == expected[i].size_bits &&
                got->isDevice == expected[i].device;
    }
    if (!equal) {
        report_untypeds(expected, count);
        fail("physical memory is not as the tool expected");
    }
}

void make_objects(void)
{
    uint32_t count;
    const struct desc_retype *retypes = table(DESC_RETYPES, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct desc_retype *r = &retypes[i];

        if (r->untyped >= boot_untyped_count()) {
            fail("the description names an unknown untyped");
        }
        /* The last slot of the run must be ours as well. */
        (void)cap(r->first_slot + r->count - 1);
        check(seL4_Untyped_Retype(sys.boot->untyped.start + r->untyped, r->type, r->size_bits,
                                  seL4_CapInitThreadCNode, 0, 0, cap(r->first_slot), r->count),
              "retype", r->first_slot);
    }
}

void assign_asids(void)
{
    uint32_t count;
    const uint32_t *vspaces = table(DESC_VSPACES, &count);

    for (uint32_t i = 0; i < count; i++) {
        check(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, cap(vspaces[i])), "assign ASID",
              vspaces[i]);
    }
}
