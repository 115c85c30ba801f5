/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests of a few instructions at EL1 for tests of virtual CPUs. Each has an address space with one page, its program,
 * and a thread below the test's priority whose faults and messages come to its endpoint.
 */
#pragma once
#include <framework/objects.h>
#include <framework/threads.h>

#define GUEST_CODE 0x400000u
#define STATUS_EL1H 0x3c5u

/* Exception classes of the syndromes of VCPUFaults. */
#define EXCEPTION_CLASS(syndrome) ((syndrome) >> 26 & 63u)
enum { CLASS_WFX = 0x01, CLASS_FPU = 0x07, CLASS_SMC = 0x17 };

/* Defines a guest's program; it starts with its first instruction, and its page has nothing else. */
#define GUEST_PROGRAM(name, text)                           \
    __asm__(".pushsection .rodata\n"                        \
            ".balign 8\n" #name ":\n" text #name "_end:\n" \
            ".popsection\n");                               \
    extern const uint32_t name[], name##_end[]

struct guest {
    seL4_CPtr vcpu;
    seL4_CPtr vspace;
    seL4_CPtr endpoint; /* faults and messages */
    struct thread *thread;
    seL4_UserContext context; /* x0, x1 and x7 are those of a Send to the endpoint, label 0x66 and one word */
};

/* A guest that has not been started; scratch is the number of a scratch address that no other guest uses. */
#define guest_new(program, scratch) guest_new_from(program, program##_end, scratch)
struct guest guest_new_from(const uint32_t *program, const uint32_t *end, unsigned scratch);

/* Writes the guest's context and lets it run. */
void guest_start(struct guest *guest);

/* Continues the guest after the instruction for which it is stopped. */
void guest_skip(struct guest *guest, seL4_CPtr reply);

/* Waits for the guest's next message or fault, checks its message info, and returns it. */
struct registers guest_next(struct guest *guest, seL4_CPtr reply, seL4_Word info);

/* Starts a guest that takes the virtual interrupt `irq`, which is injected into that list register: it has sent the
 * interrupt's number and is in the middle of handling it. Once it is answered, it ends the interrupt. */
struct guest guest_in_interrupt(uint8_t irq, uint8_t list_register, unsigned scratch, seL4_CPtr reply);
