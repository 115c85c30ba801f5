/* SPDX-License-Identifier: BSD-2-Clause */
/* Translation of user addresses by TTBR0_EL1; the ASID is the hardware's. */
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/translation.h"

#include "arch/aarch64/kernel_space.h"
#include "boot/boot_section.h"

enum { HARDWARE_ASID_SHIFT = 48 };

/* ASID 0 is no user's: what the processor may cache of this root cannot be confused with a space. */
void translation_activate_empty(void)
{
    SYSREG_WRITE(ttbr0_el1, kernel_space_empty_root());
}

BOOT_CODE void translation_init(void)
{
    translation_new_epoch();
    translation_activate_empty();
    TLBI(vmalle1);
    dsb();
    isb();
}

uint64_t translation_root(paddr_t root, word_t asid)
{
    return asid << HARDWARE_ASID_SHIFT | root;
}

void translation_forget_page(word_t asid, vaddr_t address)
{
    dsb();
    TLBI_BY(vae1, asid << HARDWARE_ASID_SHIFT | address >> 12);
    dsb();
    isb();
}

void translation_forget_space(word_t asid)
{
    dsb();
    TLBI_BY(aside1, asid << HARDWARE_ASID_SHIFT);
    dsb();
    isb();
}

void translation_release_space(word_t asid)
{
    translation_forget_space(asid);
}
