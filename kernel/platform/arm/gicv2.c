/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generic interrupt controller, version 2.
 *
 * Interrupts are handled without nesting, so all have the same priority. Group 0 is used where the kernel may
 * choose: then acknowledging returns the number whether or not the controller implements the security
 * extensions. Where it does and the kernel runs non-secure, the loader has made them all group 1 (LDR-11) and
 * the same register bits enable that group.
 */
#include "platform/arm/gicv2.h"

#include "arch.h"
#include "arch/aarch64/sysreg.h"
#include "boot/boot_section.h"
#include "memory/address.h"

#include <arch_irq.h>

/* Word offsets in the distributor's page. */
enum gic_distributor_word {
    GICD_CTLR = 0x000 / 4,
    GICD_TYPER = 0x004 / 4,
    GICD_IGROUPR = 0x080 / 4,
    GICD_ISENABLER = 0x100 / 4,
    GICD_ICENABLER = 0x180 / 4,
    GICD_ICPENDR = 0x280 / 4,
    GICD_IPRIORITYR = 0x400 / 4,
    GICD_ITARGETSR = 0x800 / 4,
    GICD_ICFGR = 0xc00 / 4,
    GICD_SGIR = 0xf00 / 4,
};

enum gic_cpu_word {
    GICC_CTLR = 0x00 / 4,
    GICC_PMR = 0x04 / 4,
    GICC_BPR = 0x08 / 4,
    GICC_IAR = 0x0c / 4,
    GICC_EOIR = 0x10 / 4,
};

#define GIC_ENABLE         1u
#define GIC_ALL_PRIORITIES 0xf0u
#define GIC_PRIORITY_BYTES 0x80808080u
#define GIC_INTID_MASK     0x3ffu
#define GIC_SPURIOUS       1020u /* and above: no interrupt */
#define GIC_FIRST_SPI      32u
#define GIC_EDGE           2u

#define GIC_DISTRIBUTOR   device_registers(DEVICE_GIC_DISTRIBUTOR)
#define GIC_CPU_INTERFACE device_registers(DEVICE_GIC_CPU_INTERFACE)

/* The last acknowledged value: for SGIs it also names the sender, and ending needs all of it. */
static uint32_t gic_acknowledged;

BOOT_CODE static uint32_t gic_own_target(void)
{
    /* The target bytes of private interrupts read as this core's own bit; all zero on single-core parts. */
    uint32_t own = GIC_DISTRIBUTOR[GICD_ITARGETSR] & 0xffu;

    return own != 0 ? own : 1u;
}

BOOT_CODE static void gic_distributor_init(void)
{
    uint32_t lines = 32u * ((GIC_DISTRIBUTOR[GICD_TYPER] & 31u) + 1u);
    uint32_t target = gic_own_target() * 0x01010101u;

    GIC_DISTRIBUTOR[GICD_CTLR] = 0;
    for (uint32_t i = 0; i < lines / 32u; i++) {
        GIC_DISTRIBUTOR[GICD_ICENABLER + i] = UINT32_MAX;
        GIC_DISTRIBUTOR[GICD_ICPENDR + i] = UINT32_MAX;
        GIC_DISTRIBUTOR[GICD_IGROUPR + i] = 0;
    }
    for (uint32_t i = 0; i < lines / 4u; i++) {
        GIC_DISTRIBUTOR[GICD_IPRIORITYR + i] = GIC_PRIORITY_BYTES;
    }
    for (uint32_t i = GIC_FIRST_SPI / 4u; i < lines / 4u; i++) {
        GIC_DISTRIBUTOR[GICD_ITARGETSR + i] = target;
    }
    for (uint32_t i = GIC_FIRST_SPI / 16u; i < lines / 16u; i++) {
        GIC_DISTRIBUTOR[GICD_ICFGR + i] = 0;
    }
    GIC_DISTRIBUTOR[GICD_CTLR] = GIC_ENABLE;
}

BOOT_CODE void gic_init(void)
{
    gic_distributor_init();
    GIC_CPU_INTERFACE[GICC_CTLR] = 0;
    GIC_CPU_INTERFACE[GICC_PMR] = GIC_ALL_PRIORITIES;
    GIC_CPU_INTERFACE[GICC_BPR] = 0;
    GIC_CPU_INTERFACE[GICC_CTLR] = GIC_ENABLE;
    dsb_system();
}

void gic_send_sgi(word_t irq, word_t target)
{
    dsb_system();
    GIC_DISTRIBUTOR[GICD_SGIR] = (uint32_t)(BIT(target) << 16 | irq);
}

bool arch_irq_pending(void)
{
    return interrupt_is_pending();
}

void arch_irq_mask(word_t irq)
{
    GIC_DISTRIBUTOR[GICD_ICENABLER + irq / 32u] = (uint32_t)BIT(irq % 32u);
    dsb_system();
}

void arch_irq_unmask(word_t irq)
{
    GIC_DISTRIBUTOR[GICD_ISENABLER + irq / 32u] = (uint32_t)BIT(irq % 32u);
}

word_t arch_irq_take(void)
{
    gic_acknowledged = GIC_CPU_INTERFACE[GICC_IAR];
    uint32_t irq = gic_acknowledged & GIC_INTID_MASK;

    return irq >= GIC_SPURIOUS ? IRQ_NONE : irq;
}

void arch_irq_end(word_t irq)
{
    (void)irq;
    GIC_CPU_INTERFACE[GICC_EOIR] = gic_acknowledged;
}

void arch_irq_set_trigger(word_t irq, bool edge)
{
    uint32_t shift = (uint32_t)(irq % 16u) * 2u;
    uint32_t config = GIC_DISTRIBUTOR[GICD_ICFGR + irq / 16u] & ~(GIC_EDGE << shift);

    if (irq >= GIC_SGI_COUNT) {
        GIC_DISTRIBUTOR[GICD_ICFGR + irq / 16u] = config | (edge ? GIC_EDGE << shift : 0);
    }
}
