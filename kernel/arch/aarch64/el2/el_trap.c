/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions of user level as a kernel at EL2 reports them. */
#include "arch/aarch64/trap.h"

#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/user_status.h"
#include "vcpu/vcpu.h"

/* "Unknown reason", of a 32-bit instruction: what an undefined instruction gives. */
#define SYNDROME_UNKNOWN UINT64_C(0x02000000)

#define PAR_FAILED       UINT64_C(1)
#define PAR_PAGE_MASK    UINT64_C(0x0000fffffffff000)
#define HPFAR_PAGE_MASK  UINT64_C(0x0000000ffffffff0)
#define HPFAR_PAGE_SHIFT 8
#define PAGE_OFFSET_MASK UINT64_C(0xfff)

/* FLT-11: all but undefined instructions look like a trapped guest, VCPU or not. */
enum fault_kind el_exception_kind(word_t syndrome)
{
    return syndrome == SYNDROME_UNKNOWN ? FAULT_USER_EXCEPTION : FAULT_VCPU;
}

/* The guest's own translation of the page; the guest's PAR_EL1 survives (VCPU-19). */
static uint64_t translate_guest_page(vaddr_t address)
{
    uint64_t guest_par = SYSREG_READ(par_el1);

    __asm__ volatile("at s1e1r, %0" : : "r"(address) : "memory");
    isb();
    uint64_t par = SYSREG_READ(par_el1);
    SYSREG_WRITE(par_el1, guest_par);
    return par;
}

/* Without a guest stage 1 is off: the address is the intermediate physical one already. Where the guest's own
 * walk is what failed, the processor has noted the address of the table. */
vaddr_t el_fault_address(vaddr_t far)
{
    if (!vcpu_active()) {
        return far;
    }
    uint64_t par = translate_guest_page(far);
    if ((par & PAR_FAILED) != 0) {
        return (SYSREG_READ(hpfar_el2) & HPFAR_PAGE_MASK) << HPFAR_PAGE_SHIFT | (far & PAGE_OFFSET_MASK);
    }
    return (par & PAR_PAGE_MASK) | (far & PAGE_OFFSET_MASK);
}

bool el_status_allowed(const struct tcb *t, word_t status)
{
    word_t mode = status & STATUS_MODE;

    return t->arch.vcpu && (mode == MODE_EL0T || mode == MODE_EL1T || mode == MODE_EL1H);
}
