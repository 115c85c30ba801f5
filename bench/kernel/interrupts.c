/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device interrupt: the PL011, whose transmitter is always ready, interrupts as soon as that is unmasked.
 * The thread of low priority unmasks it; the driver masks it again, acknowledges and waits.
 */
#include "operations.h"
#include "worker.h"

#include <framework/console.h>
#include <framework/objects.h>

#define REGISTER_MASK 14u
#define TRANSMIT (1u << 5)

static seL4_CPtr notification, handler;

static void driver(struct worker *self)
{
    (void)self;
    for (;;) {
        struct registers wait = system_call(seL4_SysWait, notification, 0, 0);
        struct registers acknowledge = system_call(seL4_SysCall, handler, MESSAGE(IRQAckIRQ, 0, 0), 0);

        marked_trap(&wait, MARK_NOTHING, MARK_NOTHING, STOP(irq_up));
        uart_registers()[REGISTER_MASK] = 0;
        plain_trap(&acknowledge);
    }
}

/* The same in one system call for each interrupt, as the event loop of Microkit does it. */
static void loop_driver(struct worker *self)
{
    struct registers first = system_call(seL4_SysWait, notification, 0, 0);

    (void)self;
    plain_trap(&first);
    for (;;) {
        struct registers r = system_call(seL4_SysNBSendRecv, notification, MESSAGE(IRQAckIRQ, 0, 0), 0);

        r.x[SECOND] = handler;
        uart_registers()[REGISTER_MASK] = 0;
        plain_trap(&r);
    }
}

/* Lets the device interrupt, between marks. */
#define marked_interrupt(before1, before2, after)                                                           \
    __asm__ volatile("movz xzr, %c[b1]\n\tmovz xzr, %c[b2]\n\tstr %w[on], [%[mask]]\n\tmovz xzr, %c[a]"      \
                     :                                                                                      \
                     : [b1] "i"(before1), [b2] "i"(before2), [a] "i"(after), [on] "r"(TRANSMIT),            \
                       [mask] "r"(&uart_registers()[REGISTER_MASK])                                         \
                     : "memory")

static void interrupted(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        marked_interrupt(START(irq_round_trip), START(irq_up), STOP(irq_round_trip));
    }
}

static void interrupted_for_loop(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        marked_interrupt(MARK_NOTHING, START(loop_irq_round_trip), STOP(loop_irq_round_trip));
    }
}

static void measure(void (*driver_loop)(struct worker *self), void (*work)(struct worker *self))
{
    notification = notification_new();
    handler = slot_new();
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, UART_IRQ, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    check_eq(seL4_IRQHandler_SetNotification(handler, notification), seL4_NoError);
    print("\n");  /* the interrupt of the transmitter is pending only after a first character */
    worker_start(worker_new(HIGH, ROOT_VSPACE, 0, driver_loop));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, work));
    wait_for_workers();
}

void measure_interrupts(void)
{
    measure(driver, interrupted);
}

void measure_interrupt_loop(void)
{
    measure(loop_driver, interrupted_for_loop);
}
