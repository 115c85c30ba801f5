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

TEST("IRQ-2", the_kernels_own_interrupts_are_not_issued)
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
