/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts: control, handlers, delivery, software-generated ones (IRQ, SGI). */
#include <framework/console.h>
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define LAST_IRQ 159u
#define FREE_IRQ 100u
#define SOFTWARE_IRQ 5u
#define UART_MASK 14u
#define UART_CLEAR 17u
#define UART_TRANSMIT (1u << 5)
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define KERNEL_TIMER_IRQ 26u
#else
#define KERNEL_TIMER_IRQ 27u
#endif

static seL4_Error get(seL4_Word irq, seL4_CPtr slot)
{
    return seL4_IRQControl_Get(seL4_CapIRQControl, irq, ROOT_CNODE, slot, DEPTH);
}

static seL4_CPtr handler_new(seL4_Word irq)
{
    seL4_CPtr slot = slot_new();

    check_eq(get(irq, slot), seL4_NoError);
    return slot;
}

/* A capability that raises the software-generated interrupt on this core. */
static seL4_CPtr sgi_new(seL4_Word irq)
{
    seL4_CPtr slot = slot_new();

    check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, irq, 0, ROOT_CNODE, slot, DEPTH),
             seL4_NoError);
    return slot;
}

TEST("IRQ-3", the_number_is_checked)
{
    check_range_error(get(LAST_IRQ + 1, slot_new()), 0, LAST_IRQ);
    check_eq(get(LAST_IRQ, slot_new()), seL4_NoError);
}

TEST("IRQ-3,IRQ-14", an_interrupt_is_issued_once)
{
    seL4_CPtr handler = handler_new(FREE_IRQ);

    check_eq(get(FREE_IRQ, slot_new()), seL4_RevokeFirst);
    check_eq(delete(handler), seL4_NoError);
    check_eq(get(FREE_IRQ, slot_new()), seL4_NoError);
}

TEST("IRQ-2,IRQ-19,SC-31", the_kernels_own_interrupts_are_not_issued)
{
    check_eq(get(KERNEL_TIMER_IRQ, slot_new()), seL4_RevokeFirst);
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    check_eq(get(25, slot_new()), seL4_RevokeFirst);
    check_eq(get(27, slot_new()), seL4_RevokeFirst);
#endif
}

TEST("IRQ-3", the_destination_is_checked)
{
    check_eq(get(FREE_IRQ, endpoint_new()), seL4_DeleteFirst);
    check_range_error(seL4_IRQControl_Get(seL4_CapIRQControl, FREE_IRQ, ROOT_CNODE, slot_new(), 0), 1, 64);
    check_eq(invoke(seL4_CapIRQControl, IRQIssueIRQHandler, 0, 3), seL4_TruncatedMessage);
    check_eq(invoke(seL4_CapIRQControl, TCBSuspend, 0, 0), seL4_IllegalOperation);
}

TEST("IRQ-4,IRQ-8", a_trigger_mode_may_be_given)
{
    seL4_CPtr slot = slot_new();

    check_eq(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, FREE_IRQ, 1, ROOT_CNODE, slot, DEPTH),
             seL4_NoError);
    check_eq(seL4_IRQHandler_Ack(slot), seL4_NoError);
    check_range_error(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, LAST_IRQ + 1, 0, ROOT_CNODE, slot_new(),
                                                 DEPTH),
                      0, LAST_IRQ);
}

/* The line stays up between acknowledgement and the next edge. */
TEST("IRQ-4,IRQ-8,IRQ-12", an_edge_is_one_interrupt)
{
    seL4_CPtr handler = slot_new(), level = slot_new();
    seL4_CPtr notification = notification_new();
    volatile uint32_t *uart = uart_registers();

    check_eq(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, UART_IRQ, 1, ROOT_CNODE, handler, DEPTH), seL4_NoError);
    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 2)), seL4_NoError);
    for (unsigned turn = 0; turn < 2; turn++) {
        print("\n");
        uart[UART_MASK] = UART_TRANSMIT;
        check_eq(execute(step_wait(notification)).x[BADGE], 2);
        check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
        let_others_run();
        check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
        uart[UART_MASK] = 0;
    }
    check_eq(delete(handler), seL4_NoError);
    check_eq(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, UART_IRQ, 0, ROOT_CNODE, level, DEPTH), seL4_NoError);
}

TEST("IRQ-9", the_notification_is_checked)
{
    seL4_CPtr handler = handler_new(FREE_IRQ);

    check_invalid_capability(seL4_IRQHandler_SetNotification(handler, endpoint_new()), 0);
    check_invalid_capability(seL4_IRQHandler_SetNotification(
                                 handler, mint(notification_new(), seL4_CapRights_new(0, 0, 1, 0), 0)), 0);
    check_eq(invoke(handler, IRQSetIRQHandler, 0, 0), seL4_TruncatedMessage);
    check_eq(invoke(handler, TCBSuspend, 0, 0), seL4_IllegalOperation);
    check_eq(seL4_IRQHandler_SetNotification(handler, notification_new()), seL4_NoError);
    check_eq(seL4_IRQHandler_Clear(handler), seL4_NoError);
}

TEST("IRQ-11,SGI-4", an_interrupt_signals_its_notification)
{
    seL4_CPtr handler = handler_new(SOFTWARE_IRQ);
    seL4_CPtr notification = notification_new();
    struct thread *driver;

    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 0x51)),
             seL4_NoError);
    driver = thread_doing(ABOVE, step_wait(notification));
    (void)execute(step_send(sgi_new(SOFTWARE_IRQ), 0));
    check(finished(driver));
    check_eq(driver->steps[0].x[BADGE], 0x51);
}

TEST("IRQ-10", a_cleared_handler_drops_the_interrupt)
{
    seL4_CPtr handler = handler_new(SOFTWARE_IRQ);
    seL4_CPtr notification = notification_new();

    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 1)), seL4_NoError);
    check_eq(seL4_IRQHandler_Clear(handler), seL4_NoError);
    (void)execute(step_send(sgi_new(SOFTWARE_IRQ), 0));
    let_others_run();
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
}

TEST("IRQ-15", deleting_the_notification_stops_delivery)
{
    seL4_CPtr handler = handler_new(SOFTWARE_IRQ);
    seL4_CPtr notification = notification_new();
    seL4_CPtr badged = mint(notification, seL4_AllRights, 1);

    check_eq(seL4_IRQHandler_SetNotification(handler, badged), seL4_NoError);
    check_eq(revoke(notification), seL4_NoError);
    (void)execute(step_send(sgi_new(SOFTWARE_IRQ), 0));
    let_others_run();
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
}

TEST("IRQ-12", a_device_interrupt_is_quiet_until_acknowledged_and_lasts_while_its_cause_does)
{
    seL4_CPtr handler = handler_new(UART_IRQ);
    seL4_CPtr notification = notification_new();
    volatile uint32_t *uart = uart_registers();

    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 2)), seL4_NoError);
    print("\n");
    uart[UART_MASK] = UART_TRANSMIT;
    check_eq(execute(step_wait(notification)).x[BADGE], 2);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
    check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
    check_eq(execute(step_wait(notification)).x[BADGE], 2);
    uart[UART_MASK] = 0;
    uart[UART_CLEAR] = UART_TRANSMIT;
    check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
    let_others_run();
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
}

TEST("SGI-1", a_software_interrupt_cap_is_checked)
{
    check_range_error(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 16, 0, ROOT_CNODE, slot_new(),
                                                     DEPTH),
                      0, 15);
    check_invalid_argument(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 1, 8, ROOT_CNODE, slot_new(),
                                                          DEPTH),
                           1);
    check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 1, 0, ROOT_CNODE, endpoint_new(), DEPTH),
             seL4_DeleteFirst);
}

TEST("SGI-2", any_label_sends_the_interrupt)
{
    seL4_CPtr handler = handler_new(SOFTWARE_IRQ);
    seL4_CPtr notification = notification_new();

    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 4)), seL4_NoError);
    check_eq(invoke(sgi_new(SOFTWARE_IRQ), 0x999, 0, 2), seL4_NoError);
    check_eq(execute(step_wait(notification)).x[BADGE], 4);
}

TEST("IRQ-1", a_line_is_masked_while_nobody_has_it)
{
    seL4_CPtr notification = notification_new();
    seL4_CPtr badged = mint(notification, seL4_AllRights, 3);
    volatile uint32_t *uart = uart_registers();
    seL4_CPtr handler;

    print("\n");
    uart[UART_MASK] = UART_TRANSMIT;
    let_others_run();
    handler = handler_new(UART_IRQ);
    check_eq(seL4_IRQHandler_SetNotification(handler, badged), seL4_NoError);
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
    check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
    check_eq(execute(step_wait(notification)).x[BADGE], 3);
    check_eq(seL4_IRQHandler_Ack(handler), seL4_NoError);
    check_eq(execute(step_wait(notification)).x[BADGE], 3);
    check_eq(delete(handler), seL4_NoError);
    let_others_run();
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
    uart[UART_MASK] = 0;
    uart[UART_CLEAR] = UART_TRANSMIT;
}

static void count_up(struct thread *self)
{
    for (;;) {
        self->value = self->value + 1;
    }
}

TEST("IRQ-16", no_thread_runs_with_interrupts_masked)
{
    enum { ALL_MASKED = 0x3c0, INTERRUPTS_MASKED = 0x80 };
    struct thread *helper = thread_new(BELOW);
    seL4_UserContext context;

    thread_start_function(helper, count_up);
    sleep_us(1000);
    context = read_registers(helper->tcb);
    context.spsr = ALL_MASKED;
    check_eq(seL4_TCB_WriteRegisters(helper->tcb, true, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    sleep_us(1000);
    check(helper->value > 0);
    check_eq(read_registers(helper->tcb).spsr & INTERRUPTS_MASKED, 0);
}

static void count_interrupts(struct thread *self)
{
    for (;;) {
        (void)execute(step_wait((seL4_CPtr)self->steps[0].x[BADGE]));
        self->value = self->value + 1;
        (void)execute(step_send((seL4_CPtr)self->steps[1].x[BADGE], MESSAGE(IRQAckIRQ, 0, 0)));
    }
}

/* Between the deadlines of a thread with a short period, so that some come together. */
TEST("IRQ-13", interrupts_that_come_together_are_all_served)
{
    enum { COUNT = 300 };
    seL4_CPtr handler = handler_new(SOFTWARE_IRQ);
    seL4_CPtr notification = notification_new();
    seL4_CPtr sgi = sgi_new(SOFTWARE_IRQ);
    struct thread *driver = thread_new(ABOVE);
    struct thread *periodic = thread_new(BELOW);

    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 1)), seL4_NoError);
    driver->steps[0].x[BADGE] = notification;
    driver->steps[1].x[BADGE] = handler;
    thread_start_function(driver, count_interrupts);
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, periodic->sc, 200, 500, 0, 0, 0), seL4_NoError);
    check_eq(seL4_TCB_SetPriority(periodic->tcb, seL4_CapInitThreadTCB, ABOVE + 1), seL4_NoError);
    thread_start_function(periodic, count_up);
    for (seL4_Word i = 1; i <= COUNT; i++) {
        (void)execute(step_send(sgi, 0));
        while (driver->value != i) {
        }
    }
    check_eq(seL4_TCB_Suspend(periodic->tcb), seL4_NoError);
    check_eq(driver->value, COUNT);
    check(periodic->value > 0);
}

TEST("SGI-3", a_software_interrupt_for_another_core_does_not_come_here)
{
    seL4_CPtr handler = handler_new(SOFTWARE_IRQ);
    seL4_CPtr notification = notification_new();
    seL4_CPtr elsewhere = slot_new();

    check_eq(seL4_IRQHandler_SetNotification(handler, mint(notification, seL4_AllRights, 1)), seL4_NoError);
    check_eq(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, SOFTWARE_IRQ, 7, ROOT_CNODE, elsewhere, DEPTH),
             seL4_NoError);
    (void)execute(step_send(elsewhere, 0));
    check_eq(execute(step_nbwait(notification)).x[BADGE], 0);
    (void)execute(step_send(sgi_new(SOFTWARE_IRQ), 0));
    check_eq(execute(step_wait(notification)).x[BADGE], 1);
}
