/* SPDX-License-Identifier: BSD-2-Clause */
/* Guests of a few instructions at EL1. */
#include <framework/guest.h>

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT

#define PAGE 0x1000u
#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define INSTRUCTION_BYTES 4u
/* The GIC's virtual CPU interface, and where guests that use it see it. */
#define GICV_PADDR 0x08040000u
#define GUEST_GIC 0x600000u

/* A page with the program, in an address space of its own. */
static void load(struct guest *guest, const uint32_t *program, const uint32_t *end, unsigned scratch)
{
    seL4_CPtr frame = frame_new();
    volatile uint32_t *page = (volatile uint32_t *)scratch_address(scratch);

    check_eq(map_with_tables(frame, ROOT_VSPACE, scratch_address(scratch), seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes), seL4_NoError);
    for (unsigned i = 0; program + i < end; i++) {
        page[i] = program[i];
    }
    check_eq(seL4_ARM_Page_Unify_Instruction(frame, 0, PAGE), seL4_NoError);
    check_eq(map_with_tables(copy(frame), guest->vspace, GUEST_CODE, seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes), seL4_NoError);
}

struct guest guest_new_from(const uint32_t *program, const uint32_t *end, unsigned scratch)
{
    struct guest guest = {
        .vcpu = object_new(seL4_ARM_VCPUObject, 0),
        .vspace = vspace_new(),
        .endpoint = endpoint_new(),
        .thread = thread_new(BELOW),
        .context = { .pc = GUEST_CODE, .spsr = STATUS_EL1H },
    };

    guest.context.x0 = guest.endpoint;
    guest.context.x1 = MESSAGE(0x66, 0, 1);
    guest.context.x7 = (seL4_Word)seL4_SysSend;
    load(&guest, program, end, scratch);
    check_eq(seL4_TCB_SetSpace(guest.thread->tcb, guest.endpoint, ROOT_CNODE, 0, guest.vspace, 0),
             seL4_NoError);
    check_eq(seL4_ARM_VCPU_SetTCB(guest.vcpu, guest.thread->tcb), seL4_NoError);
    return guest;
}

void guest_start(struct guest *guest)
{
    check_eq(seL4_TCB_WriteRegisters(guest->thread->tcb, true, 0, REGISTERS, &guest->context), seL4_NoError);
}

void guest_skip(struct guest *guest, seL4_CPtr reply)
{
    seL4_UserContext context = read_registers(guest->thread->tcb);

    context.pc += INSTRUCTION_BYTES;
    check_eq(seL4_TCB_WriteRegisters(guest->thread->tcb, false, 0, REGISTERS, &context), seL4_NoError);
    seL4_Send(reply, seL4_MessageInfo_new(0, 0, 0, 0));
}

struct registers guest_next(struct guest *guest, seL4_CPtr reply, seL4_Word info)
{
    struct registers message = execute(step_recv(guest->endpoint, reply));

    check_eq(message.x[INFO], info);
    return message;
}

/* Its vectors lie 2 KiB into its page. */
GUEST_PROGRAM(guest_takes_interrupt,
              "mov x9, #0x400000\n"
              "add x9, x9, #0x800\n"
              "msr vbar_el1, x9\n"
              "mov x10, #0x600000\n"
              "mov w11, #0xff\n"
              "str w11, [x10, #4]\n"
              "mov w11, #1\n"
              "str w11, [x10]\n"
              "msr daifclr, #2\n"
              "b .\n"
              ".space 0xa80 - (. - guest_takes_interrupt)\n"
              "ldr w2, [x10, #12]\n"
              "hvc #0\n"
              "str w2, [x10, #16]\n"
              "b .\n");

static seL4_CPtr virtual_interface_frame(void)
{
    seL4_CPtr frame = slot_new();

    for (seL4_Word i = 0; i < boot->untyped.end - boot->untyped.start; i++) {
        if (boot->untypedList[i].paddr == GICV_PADDR) {
            check_eq(retype(boot->untyped.start + i, seL4_ARM_SmallPageObject, 0, frame), seL4_NoError);
            return frame;
        }
    }
    check(false);
    return frame;
}

struct guest guest_in_interrupt(uint8_t irq, uint8_t list_register, unsigned scratch, seL4_CPtr reply)
{
    struct guest guest = guest_new(guest_takes_interrupt, scratch);

    check_eq(map_with_tables(virtual_interface_frame(), guest.vspace, GUEST_GIC, seL4_ReadWrite,
                             seL4_ARM_ExecuteNever), seL4_NoError);
    check_eq(seL4_ARM_VCPU_InjectIRQ(guest.vcpu, irq, 0, 0, list_register), seL4_NoError);
    guest_start(&guest);
    check_eq(guest_next(&guest, reply, MESSAGE(0x66, 0, 1)).x[MR0], irq);
    return guest;
}

#endif
