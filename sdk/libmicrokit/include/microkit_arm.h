/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arm part of <microkit.h>: virtual CPUs and secure monitor calls (spec 03 section 3.5).
 * Included by <microkit.h> only. Each function exists only where the kernel is configured for it, and a
 * kernel error is reported and crashes the PD (LIB-21).
 */
#pragma once

#if defined(CONFIG_ARM_HYPERVISOR_SUPPORT)

/* Starts or restarts virtual CPU `vcpu` at guest address `entry_point`. */
static inline void microkit_vcpu_restart(microkit_child vcpu, seL4_Word entry_point)
{
    microkit_internal_start(BASE_VM_TCB_CAP + vcpu, entry_point, "microkit_vcpu_restart");
}

static inline void microkit_vcpu_stop(microkit_child vcpu)
{
    microkit_internal_check(seL4_TCB_Suspend(BASE_VM_TCB_CAP + vcpu), "microkit_vcpu_stop");
}

/* Puts interrupt `irq` into list register `index`; the register must not hold an active interrupt. */
static inline void microkit_vcpu_arm_inject_irq(microkit_child vcpu, seL4_Uint16 irq, seL4_Uint8 priority,
                                                seL4_Uint8 group, seL4_Uint8 index)
{
    microkit_internal_check(seL4_ARM_VCPU_InjectIRQ(BASE_VCPU_CAP + vcpu, irq, priority, group, index),
                            "microkit_vcpu_arm_inject_irq");
}

/* Lets the virtual per-processor interrupt `irq` arrive again. */
static inline void microkit_vcpu_arm_ack_vppi(microkit_child vcpu, seL4_Word irq)
{
    microkit_internal_check(seL4_ARM_VCPU_AckVPPI(BASE_VCPU_CAP + vcpu, irq), "microkit_vcpu_arm_ack_vppi");
}

/* `reg` is a seL4_VCPUReg. */
static inline seL4_Word microkit_vcpu_arm_read_reg(microkit_child vcpu, seL4_Word reg)
{
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(BASE_VCPU_CAP + vcpu, (seL4_VCPUReg)reg);

    microkit_internal_check((seL4_Error)result.error, "microkit_vcpu_arm_read_reg");
    return result.value;
}

static inline void microkit_vcpu_arm_write_reg(microkit_child vcpu, seL4_Word reg, seL4_Word value)
{
    microkit_internal_check(seL4_ARM_VCPU_WriteRegs(BASE_VCPU_CAP + vcpu, (seL4_VCPUReg)reg, value),
                            "microkit_vcpu_arm_write_reg");
}

#endif

#if defined(CONFIG_ALLOW_SMC_CALLS)

/* Performs the secure monitor call `args`; the answer is stored in `response`. Needs smc="true". */
static inline void microkit_arm_smc_call(seL4_ARM_SMCContext *args, seL4_ARM_SMCContext *response)
{
    microkit_internal_check(seL4_ARM_SMC_Call(ARM_SMC_CAP, args, response), "microkit_arm_smc_call");
}

#endif
