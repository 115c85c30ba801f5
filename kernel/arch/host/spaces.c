/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces and VCPUs of the host port: the sources of the EL2 kernel, in one unit so that their variables can be
 * kept and restored, on a simulated processor.
 */
#include "arch/aarch64/asid.c"
#include "arch/aarch64/el2/el_translation.c"
#include "vcpu/switch.c"

#include "arch/aarch64/invoke.h"
#include "host_machine.h"
#include "host_processor.h"

#include <string.h>

static _Alignas(8192) uint64_t empty_root[1 << 10];

/* The virtual interface of the interrupt controller; word 1 says how many list registers it has. */
volatile uint32_t gic_hypervisor[128];

const struct host_memory host_state[HOST_STATE_REGIONS] = {
    {asid_table, sizeof(asid_table)},
    {asid_of_vmid, sizeof(asid_of_vmid)},
    {&vmid_next, sizeof(vmid_next)},
    {&vcpu_loaded, sizeof(vcpu_loaded)},
    {&vcpu_enabled, sizeof(vcpu_enabled)},
    {(void *)gic_hypervisor, sizeof(gic_hypervisor)},
};

/* vmid_of[] is large; it follows from asid_of_vmid[]. */
void host_state_restored(void)
{
    memset(vmid_of, 0, sizeof(vmid_of));
    for (uint32_t vmid = 1; vmid < VMID_COUNT; vmid++) {
        if (asid_of_vmid[vmid] != 0) {
            vmid_of[asid_of_vmid[vmid]] = (uint8_t)vmid;
        }
    }
}

void host_processor_reset(void)
{
    memset(&host_processor, 0, sizeof(host_processor));
    for (uint32_t i = 0; i < HOST_STATE_REGIONS; i++) {
        memset(host_state[i].start, 0, host_state[i].bytes);
    }
    memset(empty_root, 0, sizeof(empty_root));
    gic_hypervisor[1] = HOST_LIST_REGISTERS - 1;
    vmid_next = 1;
    host_state_restored();
    translation_init();
    vcpu_leave_guest();
}

paddr_t kernel_space_empty_root(void)
{
    return (paddr_t)(uintptr_t)empty_root;
}

/* Objects are in the memory of the process; what lies above is devices. */
paddr_t kernel_space_window_end(void)
{
    return HOST_DEVICE_MEMORY;
}

const char *host_vcpu_violated(void)
{
    const struct vcpu *active = vcpu_active();
    bool line = (host_machine.irq_enabled & UINT32_C(1) << VIRTUAL_TIMER_IRQ) != 0;

    if (vcpu_loaded && (!vcpu_loaded->tcb || vcpu_loaded->tcb->arch.vcpu != vcpu_loaded)) {
        return "VCPU-4: a VCPU without a thread is loaded";
    }
    if (active != kernel.cur->arch.vcpu) {
        return "VCPU-9: the guest that is enabled is not that of CUR";
    }
    if (SYSREG_READ(hcr_el2) != (active ? HCR_GUEST : HCR_NATIVE)) {
        return "VCPU-22: HCR_EL2 is not as CUR needs it";
    }
    if (line != (active && !active->timer_masked)) {
        return "VCPU-12: the line of the virtual timer is masked or not, wrongly";
    }
    return active || gic_hypervisor[0] == 0 ? NULL : "VCPU-9: a native thread has virtual interrupts";
}

/* TCB-29: an old space may stay active until the next switch, but never one that has lost its ASID. */
static const char *active_space_violated(void)
{
    static const struct tcb *last;
    uint64_t base = SYSREG_READ(vttbr_el2);
    paddr_t root = base & MASK_BITS(VMID_SHIFT);
    word_t asid = asid_of_vmid[base >> VMID_SHIFT];
    struct cap cap = kernel.cur->slots[TCB_VSPACE].cap;
    bool has_space = arch_vspace_valid(cap) && asid_root(cap.data) == table_at(cap.object);
    bool switched = kernel.cur != last;

    last = kernel.cur;
    if (switched && root != (has_space ? cap.object : kernel_space_empty_root())) {
        return "VSP-18: the space that is active is not that of CUR";
    }
    if (root == kernel_space_empty_root()) {
        return base >> VMID_SHIFT == 0 ? NULL : "A64-1: the space without mappings has a VMID";
    }
    return asid != 0 && asid_root(asid) == table_at(root) ? NULL : "VSP-16: a space without ASID is active";
}

const char *host_space_violated(void)
{
    for (uint32_t vmid = 1; vmid < VMID_COUNT; vmid++) {
        word_t asid = asid_of_vmid[vmid];
        if (asid != 0 && (vmid_of[asid] != vmid || !asid_root(asid))) {
            return "VSP-16: a space without ASID has a VMID";
        }
    }
    const char *text = active_space_violated();
    return text ? text : host_tlb_violated();
}

outcome_t smc_invoke(const struct invocation *request)
{
    (void)request;
    return error_illegal_operation();
}

outcome_t sgi_signal_invoke(const struct invocation *request)
{
    (void)request;
    return error_illegal_operation();
}
