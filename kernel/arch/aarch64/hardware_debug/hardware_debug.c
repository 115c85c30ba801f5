/* SPDX-License-Identifier: BSD-2-Clause */
/* Debug events, and the debug registers of the thread that runs. */
#include <hardware_debug.h>

#include "arch/aarch64/hardware_debug/monitors.h"
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/trap.h"
#include "arch/aarch64/user_status.h"
#include "boot/boot_section.h"
#include "syscall/entry.h"

#include <el_registers.h>

enum {
    EC_BREAKPOINT = 0x30,
    EC_SINGLE_STEP = 0x32,
    EC_WATCHPOINT = 0x34,
    EC_SOFTWARE_BREAK = 0x3c,
};

#define MDSCR_SINGLE_STEP BIT(0)
#define MDSCR_MONITORS    BIT(15)

static bool hardware_debug_loaded; /* the registers hold something of some thread */

BOOT_CODE void hardware_debug_init(void)
{
    SYSREG_WRITE(osdlr_el1, 0);
    SYSREG_WRITE(oslar_el1, 0);
    SYSREG_WRITE(mdscr_el1, 0);
    isb();
}

void hardware_debug_switch_to(const struct tcb *t)
{
    const struct hardware_debug_tcb *debug = &t->arch.hardware_debug;
    bool use = debug->in_use && !t->arch.vcpu;

    if (!use && !hardware_debug_loaded) {
        return;
    }
    monitors_load(debug, use);
    if (!t->arch.vcpu) { /* a guest has its own */
        SYSREG_WRITE(mdscr_el1, use ? MDSCR_MONITORS | (debug->steps != 0 ? MDSCR_SINGLE_STEP : 0) : 0);
    }
    hardware_debug_loaded = use;
}

bool hardware_debug_is_exception(word_t syndrome)
{
    switch (exception_class(syndrome)) {
    case EC_BREAKPOINT:
    case EC_SINGLE_STEP:
    case EC_WATCHPOINT:
    case EC_SOFTWARE_BREAK:
        return !kernel.cur->arch.vcpu;
    default:
        return false;
    }
}

static void hardware_debug_fault(word_t reason, vaddr_t address, word_t number)
{
    handle_fault(FAULT_DEBUG_EXCEPTION, reason, address, number);
}

/* HWD-4: the count ends in a fault; until then the thread goes on with its next instruction. */
static void hardware_debug_step(struct tcb *t)
{
    t->context.reg[REG_STATUS] |= STATUS_STEP;
    if (t->arch.hardware_debug.steps > 1) {
        t->arch.hardware_debug.steps--;
    } else {
        hardware_debug_fault(seL4_SingleStep, t->context.reg[REG_FAULT_IP], 0);
    }
}

void hardware_debug_exception(word_t syndrome)
{
    const struct hardware_debug_tcb *debug = &kernel.cur->arch.hardware_debug;
    vaddr_t ip = kernel.cur->context.reg[REG_FAULT_IP];
    vaddr_t data = SYSREG_READ(FAR_KERNEL);

    switch (exception_class(syndrome)) {
    case EC_BREAKPOINT:
        hardware_debug_fault(seL4_InstructionBreakpoint, ip, monitors_breakpoint(debug, ip));
        break;
    case EC_WATCHPOINT:
        hardware_debug_fault(seL4_DataBreakpoint, data, monitors_watchpoint(debug, data));
        break;
    case EC_SINGLE_STEP:
        hardware_debug_step(kernel.cur);
        break;
    case EC_SOFTWARE_BREAK:
    default:
        hardware_debug_fault(seL4_SoftwareBreakRequest, ip, 0);
        break;
    }
}

void hardware_debug_set_steps(struct tcb *t, word_t instructions)
{
    struct hardware_debug_tcb *debug = &t->arch.hardware_debug;

    debug->steps = instructions;
    t->context.reg[REG_STATUS] &= ~STATUS_STEP;
    if (instructions != 0) {
        t->context.reg[REG_STATUS] |= STATUS_STEP;
    }
    hardware_debug_changed(t);
}

void hardware_debug_changed(struct tcb *t)
{
    struct hardware_debug_tcb *debug = &t->arch.hardware_debug;

    debug->in_use = debug->steps != 0 || monitors_any(debug);
    t->arch_extras = (uint8_t)((t->arch_extras & ~EXTRA_DEBUG) | (debug->in_use ? EXTRA_DEBUG : 0));
    if (t == kernel.cur) {
        hardware_debug_switch_to(t);
    }
}

bool hardware_debug_reply(struct tcb *t, word_t instructions)
{
    if (t->fault.word[0] != seL4_SingleStep) {
        return true;
    }
    if (t->arch.hardware_debug.steps == 0) {
        return false;
    }
    hardware_debug_set_steps(t, instructions);
    return true;
}
