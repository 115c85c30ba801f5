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

static void interrupted(struct worker *self)
{
    (void)self;
    for (unsigned i = 0; i < ROUNDS; i++) {
        __asm__ volatile("movz xzr, %c[round]\n\tmovz xzr, %c[up]\n\t"
                         "str %w[on], [%[mask]]\n\tmovz xzr, %c[end]"
                         :
                         : [round] "i"(START(irq_round_trip)), [up] "i"(START(irq_up)),
                           [end] "i"(STOP(irq_round_trip)), [on] "r"(TRANSMIT),
                           [mask] "r"(&uart_registers()[REGISTER_MASK])
                         : "memory");
    }
}

void measure_interrupts(void)
{
    notification = notification_new();
    handler = slot_new();
    check_eq(seL4_IRQControl_Get(seL4_CapIRQControl, UART_IRQ, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    check_eq(seL4_IRQHandler_SetNotification(handler, notification), seL4_NoError);
    print("\n");  /* the interrupt of the transmitter is pending only after a first character */
    worker_start(worker_new(HIGH, ROOT_VSPACE, 0, driver));
    worker_start(worker_new(LOW, ROOT_VSPACE, 0, interrupted));
    wait_for_workers();
}
