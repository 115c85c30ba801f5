/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Translation of user addresses by stage 2.
 *
 * The hardware tells spaces apart by an 8-bit VMID. A space gets one when it is first activated; when all are
 * taken, the next one in turn changes hands and its translations are dropped (A64-1). VMID 0 belongs to the
 * space without mappings.
 */
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/translation.h"

#include "arch/aarch64/asid.h"
#include "arch/aarch64/kernel_space.h"
#include "boot/boot_section.h"

enum { VMID_COUNT = 256, VMID_SHIFT = 48 };

/* Invariant: vmid_of[asid] = v != 0 iff asid_of_vmid[v] = asid != 0. */
static uint16_t asid_of_vmid[VMID_COUNT];
static uint8_t vmid_of[ASID_POOLS * ASID_POOL_ENTRIES];
static uint32_t vmid_next = 1;

/* Maintenance works on the current VMID only. With the empty root nothing new of it can be cached meanwhile.
 * Returns what to restore. */
static uint64_t vmid_select(word_t vmid)
{
    uint64_t current = SYSREG_READ(vttbr_el2);

    dsb();
    SYSREG_WRITE(vttbr_el2, vmid << VMID_SHIFT | kernel_space_empty_root());
    isb();
    return current;
}

static void vmid_restore(uint64_t vttbr)
{
    dsb();
    SYSREG_WRITE(vttbr_el2, vttbr);
}

static void vmid_forget_page(word_t vmid, vaddr_t address)
{
    uint64_t current = vmid_select(vmid);

    TLBI_BY(ipas2e1, address >> 12);
    dsb();
    /* Combined entries of stage 1 and 2 are not found by intermediate address. */
    TLBI(vmalle1);
    vmid_restore(current);
}

static void vmid_forget(word_t vmid)
{
    uint64_t current = vmid_select(vmid);

    TLBI(vmalls12e1);
    vmid_restore(current);
}

static word_t vmid_get(word_t asid)
{
    if (vmid_of[asid] == 0) {
        uint32_t vmid = vmid_next;

        vmid_next = vmid == VMID_COUNT - 1 ? 1 : vmid + 1;
        if (asid_of_vmid[vmid] != 0) {
            vmid_of[asid_of_vmid[vmid]] = 0;
            vmid_forget(vmid);
            translation_new_epoch();
        }
        asid_of_vmid[vmid] = (uint16_t)asid;
        vmid_of[asid] = (uint8_t)vmid;
    }
    return vmid_of[asid];
}

void translation_activate_empty(void)
{
    SYSREG_WRITE(vttbr_el2, kernel_space_empty_root());
}

BOOT_CODE void translation_init(void)
{
    translation_new_epoch();
    translation_activate_empty();
    TLBI(alle1);
    dsb();
    isb();
}

uint64_t translation_root(paddr_t root, word_t asid)
{
    return vmid_get(asid) << VMID_SHIFT | root;
}

/* A space without a VMID has nothing cached: the number was flushed when it changed hands. */
void translation_forget_page(word_t asid, vaddr_t address)
{
    if (vmid_of[asid] != 0) {
        vmid_forget_page(vmid_of[asid], address);
    }
}

void translation_forget_space(word_t asid)
{
    if (vmid_of[asid] != 0) {
        vmid_forget(vmid_of[asid]);
    }
}

void translation_release_space(word_t asid)
{
    if (vmid_of[asid] != 0) {
        vmid_forget(vmid_of[asid]);
        asid_of_vmid[vmid_of[asid]] = 0;
        vmid_of[asid] = 0;
    }
}
