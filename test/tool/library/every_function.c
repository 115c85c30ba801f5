/* SPDX-License-Identifier: BSD-2-Clause */
/* Uses everything that <microkit.h> offers (spec 03 section 3), in C and in C++, as users' programs do. */
#include <microkit.h>

#ifdef __cplusplus
#define CHECK(what) static_assert(what, #what)
#define protected microkit_protected
extern "C" {
#else
#define CHECK(what) _Static_assert(what, #what)
#endif

/* LIB-3 */
CHECK(MONITOR_EP == 5 && TCB_CAP == 6 && ARM_SMC_CAP == 7);
CHECK(BASE_OUTPUT_NOTIFICATION_CAP == 10 && BASE_ENDPOINT_CAP == 74 && BASE_IRQ_CAP == 138);
CHECK(BASE_TCB_CAP == 202 && BASE_VM_TCB_CAP == 266 && BASE_VCPU_CAP == 330);
CHECK(BASE_IOPORT_CAP == 394 && BASE_USER_CAPS == 458);
CHECK(PD_ROOT_CAP_BITS == 6 && PD_ROOT_CAP_SIZE == 64 && MICROKIT_MAX_USER_CAPS == 128);
CHECK(MICROKIT_MAX_CHANNELS == 62 && MICROKIT_MAX_CHANNEL_ID == 61 && MICROKIT_MAX_IOPORT_ID == 62);
CHECK(MICROKIT_PD_NAME_LENGTH == 64);

/* LIB-1, LIB-4 */
CHECK(sizeof(microkit_channel) == 4 && sizeof(microkit_child) == 4 && sizeof(microkit_ioport) == 4);
CHECK(sizeof(microkit_msginfo) == sizeof(seL4_MessageInfo_t));
CHECK(sizeof microkit_name == 64 && sizeof microkit_passive == 1 && sizeof microkit_irqs == 8);
CHECK(sizeof microkit_have_signal == 1 && sizeof microkit_signal_cap == 8);

seL4_Word set_by_the_tool;

/* Configuration that is patched into the finished program (SDK-24). */
__attribute__((__section__(".device_resources"))) char resources[256] = "unpatched";
__attribute__((__section__(".serial_client_config"))) seL4_Word config[4] = {1};

static seL4_Word constructed;

static __attribute__((constructor)) void construct(void)
{
    constructed = microkit_irqs; /* not known before it runs: the constructor stays one */
}

void init(void)
{
    microkit_dbg_putc('c');
    microkit_dbg_puts(microkit_name);
    microkit_dbg_put8(1);
    microkit_dbg_put32((seL4_Uint32)(constructed + set_by_the_tool + (seL4_Word)resources[0] + config[0]));
    microkit_notify(1);
    microkit_irq_ack(2);
    microkit_deferred_notify(3);
    microkit_deferred_irq_ack(4);
    if (microkit_have_signal && microkit_signal_cap == BASE_OUTPUT_NOTIFICATION_CAP + 3) {
        microkit_mr_set(0, microkit_signal_msg.words[0]);
    }
}

void notified(microkit_channel ch)
{
    microkit_msginfo answer = microkit_ppcall(ch, microkit_msginfo_new(7, 1));

    if (microkit_msginfo_get_label(answer) == MICROKIT_CALL_ABANDONED || microkit_msginfo_get_count(answer) == 0) {
        microkit_internal_crash(seL4_InvalidArgument);
    }
    seL4_SetMR(0, microkit_mr_get(1) + seL4_GetMR(2));
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_TCB_Suspend(microkit_cspace_root_slot_to_cptr(ch));
    return seL4_MessageInfo_new(seL4_MessageInfo_get_label(msginfo), 0, 0, 0);
}

static void virtual_cpu(microkit_child vcpu)
{
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    microkit_vcpu_restart(vcpu, 0x40000000);
    microkit_vcpu_arm_inject_irq(vcpu, 27, 0, 1, 0);
    microkit_vcpu_arm_ack_vppi(vcpu, 27);
    microkit_vcpu_arm_write_reg(vcpu, seL4_VCPUReg_SCTLR, microkit_vcpu_arm_read_reg(vcpu, seL4_VCPUReg_SCTLR));
    microkit_vcpu_stop(vcpu);
#else
    (void)vcpu;
#endif
#ifdef CONFIG_ALLOW_SMC_CALLS
    static seL4_ARM_SMCContext call, answer;

    microkit_arm_smc_call(&call, &answer);
#endif
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    microkit_dbg_put_fault(child, msginfo);
    microkit_pd_stop(child);
    microkit_pd_restart(child, 0x200000);
    microkit_pd_resume(child);
    microkit_pd_reinit(child);
    virtual_cpu(child);
    *reply_msginfo = microkit_msginfo_new(microkit_generation, 0);
    return seL4_True;
}

#ifdef __cplusplus
}
#endif
