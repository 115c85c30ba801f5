/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults: what a thread did that it cannot continue from, sent to its handler as a message (FLT-1 to FLT-21).
 */
#pragma once

#include "error.h"
#include "types.h"

struct tcb;

/* Numbers are the message labels (spec/01 FLT-2). */
enum fault_kind {
    FAULT_NONE = 0,
    FAULT_CAP = 1,
    FAULT_UNKNOWN_SYSCALL = 2,
    FAULT_USER_EXCEPTION = 3,
    FAULT_DEBUG_EXCEPTION = 4,
    FAULT_TIMEOUT = 5,
    FAULT_VM = 6,
    FAULT_VGIC_MAINTENANCE = 7,
    FAULT_VCPU = 8,
    FAULT_VPPI_EVENT = 9,
};

/*
 *   kind               word[0]       word[1]               word[2]
 *   CAP                cptr          1: receive phase      -          (and lookup)
 *   UNKNOWN_SYSCALL    number        -                     -
 *   USER_EXCEPTION     number        code                  -
 *   DEBUG_EXCEPTION    reason        address               breakpoint number
 *   TIMEOUT            badge of SC   -                     -
 *   VM                 address       1: instruction fetch  status
 *   VGIC_MAINTENANCE   index or -1   -                     -
 *   VCPU               syndrome      -                     -
 *   VPPI_EVENT         irq           -                     -
 */
struct fault {
    enum fault_kind kind;
    word_t word[3];
    struct lookup_failure lookup;
};

/* Takes the cause from kernel.lookup_failure. */
struct fault fault_cap(word_t cptr, bool receive_phase);
/* For the kinds with just one word. */
struct fault fault_word(enum fault_kind kind, word_t word);

/* FLT-4: stops the thread and sends the fault to its handler; without a handler it becomes Inactive. */
void fault_raise(struct tcb *thread, struct fault fault);

/* FLT-8: only for threads that have a timeout handler. */
COLD void fault_raise_timeout(struct tcb *thread, word_t badge);
bool fault_has_timeout_handler(const struct tcb *thread);

/* FLT-10: writes the pending fault of `from` as a message to `to`. */
void fault_transfer(struct tcb *from, struct tcb *to, word_t badge);

/* FLT-14: applies the message of `replier` to the faulted thread; true: restart it. */
bool fault_reply(struct tcb *replier, struct tcb *faulted);
