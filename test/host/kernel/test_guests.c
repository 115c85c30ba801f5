/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtual CPUs on the simulated processor of the host port. */
#include "system.h"

#include "host_machine.h"
#include "host_processor.h"
#include "vcpu/vcpu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <board.h>
#include <cmocka.h>

enum {
    VCPU = SLOT_FREE,
    OTHER_VCPU,
    THREAD,
    BUFFER,
    SC,
    OTHER,
    OTHER_BUFFER,
    OTHER_SC,
    EP,
    REPLY,
    INDEX = 2,
};

static struct tcb *guest;
static struct tcb *other;

static word_t set_tcb(word_t vcpu, word_t thread)
{
    return system_call(vcpu, (struct message){.label = ARMVCPUSetTCB, .caps = 1, .cap = {thread}}).label;
}

static word_t write_register(word_t vcpu, word_t field, word_t value)
{
    return system_call(vcpu, (struct message){.label = ARMVCPUWriteReg, .length = 2, .word = {field, value}}).label;
}

static word_t read_register(word_t vcpu, word_t field)
{
    struct answer answer = system_call(vcpu, (struct message){.label = ARMVCPUReadReg, .length = 1, .word = {field}});
    assert_int_equal(answer.label, seL4_NoError);
    return answer.word[0];
}

static struct answer inject(word_t index, word_t irq)
{
    return system_call(VCPU, (struct message){.label = ARMVCPUInjectIRQ, .length = 1, .word = {index << 32 | irq}});
}

static uint32_t list_register(word_t index)
{
    return gic_hypervisor[0x100 / 4 + index];
}

/* Three equals take turns: the root thread, which is CUR after this, a guest and another thread. */
static int boot(void **state)
{
    (void)state;
    system_boot();
    system_retype(seL4_ARM_VCPUObject, 0, VCPU, 2);
    system_retype(seL4_SchedContextObject, 8, SC, 1);
    system_retype(seL4_SchedContextObject, 8, OTHER_SC, 1);
    system_retype(seL4_EndpointObject, 0, EP, 1);
    system_retype(seL4_ReplyObject, 0, REPLY, 1);
    system_configure_sc(SC, 5000, 5000, 0, 0);
    system_configure_sc(OTHER_SC, 5000, 5000, 0, 0);
    guest = system_thread(THREAD, BUFFER, SC, 255);
    other = system_thread(OTHER, OTHER_BUFFER, OTHER_SC, 255);
    assert_int_equal(set_tcb(VCPU, THREAD), seL4_NoError);
    return 0;
}

static void run(const struct tcb *t)
{
    for (uint32_t i = 0; i < 4 && kernel.cur != t; i++) {
        system_yield();
    }
    assert_ptr_equal(kernel.cur, t);
}

static void vcpu9_registers_stay_in_the_processor_until_another_guest_runs(void **state)
{
    (void)state;
    assert_int_equal(write_register(VCPU, seL4_VCPUReg_VBAR, 7), seL4_NoError);
    assert_int_equal(write_register(VCPU, seL4_VCPUReg_SCTLR, 8), seL4_NoError);
    run(guest);
    assert_int_equal(host_processor.reg[HOST_vbar_el1], 7);
    assert_int_equal(host_processor.reg[HOST_sctlr_el1], 8);
    host_processor.reg[HOST_vbar_el1] = 9;
    host_processor.reg[HOST_sctlr_el1] = 10;
    run(other);
    assert_int_equal(host_processor.reg[HOST_vbar_el1], 9);
    assert_int_not_equal(host_processor.reg[HOST_sctlr_el1], 10);
    assert_int_equal(read_register(VCPU, seL4_VCPUReg_VBAR), 9);
    assert_int_equal(read_register(VCPU, seL4_VCPUReg_SCTLR), 10);
    assert_int_equal(set_tcb(OTHER_VCPU, OTHER), seL4_NoError);
    assert_int_equal(host_processor.reg[HOST_vbar_el1], 0);
    assert_int_equal(read_register(VCPU, seL4_VCPUReg_VBAR), 9);
}

static void vcpu4_dissociation_drops_what_is_loaded(void **state)
{
    (void)state;
    run(guest);
    host_processor.reg[HOST_vbar_el1] = 9;
    assert_int_equal(set_tcb(VCPU, OTHER), seL4_NoError);
    assert_null(guest->arch.vcpu);
    assert_int_equal(read_register(VCPU, seL4_VCPUReg_VBAR), 0);
    assert_ptr_equal(other->arch.vcpu, vcpu_at(system_cap(VCPU).object));
    assert_int_equal(set_tcb(VCPU, EP), seL4_IllegalOperation);
}

static void vcpu20_a_running_guest_loses_its_vcpu(void **state)
{
    (void)state;
    run(guest);
    assert_non_null(vcpu_active());
    assert_int_equal(system_delete(VCPU), seL4_NoError);
    assert_ptr_equal(kernel.cur, guest);
    assert_null(vcpu_active());
    assert_null(guest->arch.vcpu);
}

static void vcpu20_a_guest_goes_while_it_is_loaded(void **state)
{
    (void)state;
    run(guest);
    run(other);
    assert_int_equal(system_delete(THREAD), seL4_NoError);
    assert_null(vcpu_at(system_cap(VCPU).object)->tcb);
    assert_int_equal(set_tcb(VCPU, OTHER), seL4_NoError);
    assert_non_null(vcpu_active());
}

static void vcpu6_injection_checks_and_reaches_the_hardware(void **state)
{
    (void)state;
    assert_int_equal(inject(HOST_LIST_REGISTERS, 40).label, seL4_RangeError);
    assert_int_equal(inject(0, 1024).label, seL4_RangeError);
    assert_int_equal(inject(INDEX, 40).label, seL4_NoError);
    run(guest);
    assert_int_equal(list_register(INDEX) & 1023u, 40);
    assert_int_equal(inject(1, 41).label, seL4_NoError);
    assert_int_equal(list_register(1) & 1023u, 41);
    /* The guest takes it; the recorded state learns that when another one is loaded (VCPU-7). */
    gic_hypervisor[0x100 / 4 + 1] ^= UINT32_C(3) << 28;
    assert_int_equal(inject(1, 42).label, seL4_NoError);
    gic_hypervisor[0x100 / 4 + 1] ^= UINT32_C(3) << 28;
    run(other);
    assert_int_equal(set_tcb(OTHER_VCPU, OTHER), seL4_NoError);
    assert_int_equal(inject(1, 43).label, seL4_DeleteFirst);
}

static word_t fault_label(void)
{
    run(other);
    return system_receive(seL4_SysRecv, EP, REPLY).label;
}

static void has_handler(void)
{
    struct message space = {.label = TCBSetSpace, .length = 2, .caps = 3, .cap = {EP, SLOT_CNODE, SLOT_VSPACE}};
    assert_int_equal(system_call(THREAD, space).label, seL4_NoError);
}

static void vcpu12_the_timer_of_a_guest_is_a_fault_and_masked_until_acknowledged(void **state)
{
    (void)state;
    has_handler();
    run(guest);
    system_raise_irq(VIRTUAL_TIMER_IRQ);
    assert_true(vcpu_at(system_cap(VCPU).object)->timer_masked);
    assert_int_equal(fault_label(), FAULT_VPPI_EVENT);
    struct message ack = {.label = ARMVCPUAckVPPI, .length = 1, .word = {VIRTUAL_TIMER_IRQ}};
    assert_int_equal(system_call(VCPU, ack).label, seL4_NoError);
    assert_false(vcpu_at(system_cap(VCPU).object)->timer_masked);
    ack.word[0] = 1;
    assert_int_equal(system_call(VCPU, ack).label, seL4_InvalidArgument);
    ack.word[0] = IRQ_COUNT;
    assert_int_equal(system_call(VCPU, ack).label, seL4_RangeError);
}

static void vcpu13_the_end_of_an_interrupt_is_a_fault(void **state)
{
    (void)state;
    has_handler();
    assert_int_equal(inject(INDEX, 40).label, seL4_NoError);
    run(guest);
    gic_hypervisor[0x100 / 4 + INDEX] &= ~(UINT32_C(3) << 28);
    gic_hypervisor[0x10 / 4] = 1;
    gic_hypervisor[0x20 / 4] = 1u << INDEX;
    system_raise_irq(VGIC_MAINTENANCE_IRQ);
    assert_int_equal(list_register(INDEX) & 1u << 19, 0);
    assert_int_equal(guest->fault.word[0], INDEX);
    assert_int_equal(fault_label(), FAULT_VGIC_MAINTENANCE);
}

static void vcpu12_native_threads_do_not_see_the_lines(void **state)
{
    (void)state;
    run(other);
    system_raise_irq(VGIC_MAINTENANCE_IRQ);
    assert_ptr_equal(kernel.cur, other);
    assert_int_equal(other->state, RUNNING);
}

static void vcpu10_a_domain_change_brings_the_guest_to_memory(void **state)
{
    (void)state;
    run(guest);
    host_processor.reg[HOST_vbar_el1] = 9;
    struct message away = {.label = DomainSetSet, .length = 1, .word = {1}, .caps = 1, .cap = {THREAD}};
    assert_int_equal(system_call(SLOT_DOMAIN, away).label, seL4_NoError);
    assert_ptr_not_equal(kernel.cur, guest);
    assert_int_equal(vcpu_at(system_cap(VCPU).object)->reg[seL4_VCPUReg_VBAR], 9);
    assert_false(vcpu_is_loaded(vcpu_at(system_cap(VCPU).object)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(vcpu9_registers_stay_in_the_processor_until_another_guest_runs, boot),
        cmocka_unit_test_setup(vcpu4_dissociation_drops_what_is_loaded, boot),
        cmocka_unit_test_setup(vcpu20_a_running_guest_loses_its_vcpu, boot),
        cmocka_unit_test_setup(vcpu20_a_guest_goes_while_it_is_loaded, boot),
        cmocka_unit_test_setup(vcpu6_injection_checks_and_reaches_the_hardware, boot),
        cmocka_unit_test_setup(vcpu12_the_timer_of_a_guest_is_a_fault_and_masked_until_acknowledged, boot),
        cmocka_unit_test_setup(vcpu13_the_end_of_an_interrupt_is_a_fault, boot),
        cmocka_unit_test_setup(vcpu12_native_threads_do_not_see_the_lines, boot),
        cmocka_unit_test_setup(vcpu10_a_domain_change_brings_the_guest_to_memory, boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
