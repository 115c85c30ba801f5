/* SPDX-License-Identifier: BSD-2-Clause */
/* The EL1 registers of a guest as the processor has them. */
#include "vcpu/registers.h"

#include "abi.h"
#include "arch/aarch64/sysreg.h"

/* VCPU-1: number in the ABI, name in the processor. */
#define VCPU_REGISTERS(entry)                        \
    entry(seL4_VCPUReg_SCTLR, sctlr_el1)             \
    entry(seL4_VCPUReg_CPACR, cpacr_el1)             \
    entry(seL4_VCPUReg_TTBR0, ttbr0_el1)             \
    entry(seL4_VCPUReg_TTBR1, ttbr1_el1)             \
    entry(seL4_VCPUReg_TCR, tcr_el1)                 \
    entry(seL4_VCPUReg_MAIR, mair_el1)               \
    entry(seL4_VCPUReg_AMAIR, amair_el1)             \
    entry(seL4_VCPUReg_CIDR, contextidr_el1)         \
    entry(seL4_VCPUReg_ACTLR, actlr_el1)             \
    entry(seL4_VCPUReg_AFSR0, afsr0_el1)             \
    entry(seL4_VCPUReg_AFSR1, afsr1_el1)             \
    entry(seL4_VCPUReg_ESR, esr_el1)                 \
    entry(seL4_VCPUReg_FAR, far_el1)                 \
    entry(seL4_VCPUReg_PAR, par_el1)                 \
    entry(seL4_VCPUReg_VBAR, vbar_el1)               \
    entry(seL4_VCPUReg_TPIDR_EL1, tpidr_el1)         \
    entry(seL4_VCPUReg_VMPIDR_EL2, vmpidr_el2)       \
    entry(seL4_VCPUReg_SP_EL1, sp_el1)               \
    entry(seL4_VCPUReg_ELR_EL1, elr_el1)             \
    entry(seL4_VCPUReg_SPSR_EL1, spsr_el1)           \
    entry(seL4_VCPUReg_CNTV_CTL, cntv_ctl_el0)       \
    entry(seL4_VCPUReg_CNTV_CVAL, cntv_cval_el0)     \
    entry(seL4_VCPUReg_CNTVOFF, cntvoff_el2)         \
    entry(seL4_VCPUReg_CNTKCTL_EL1, cntkctl_el1)

#define VCPU_READ_CASE(number, name) \
    case number:                     \
        return SYSREG_READ(name);

#define VCPU_WRITE_CASE(number, name) \
    case number:                      \
        SYSREG_WRITE(name, value);    \
        break;

word_t vcpu_hardware_read(word_t field)
{
    switch (field) {
        VCPU_REGISTERS(VCPU_READ_CASE)
    default:
        return 0;
    }
}

void vcpu_hardware_write(word_t field, word_t value)
{
    switch (field) {
        VCPU_REGISTERS(VCPU_WRITE_CASE)
    default:
        break;
    }
}

bool vcpu_register_is_switched(word_t field)
{
    return field < seL4_VCPURegSaveRange_start || field > seL4_VCPURegSaveRange_end;
}
