/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The operations that are measured. Their names are those of the result tables. BOOT is measured from the
 * kernel's first instruction to the root task's first, without marks.
 */
#pragma once
#include "marks.h"

#include <sel4/sel4.h>

#define OPERATIONS(X)                                                                                       \
    X(boot) X(call_0) X(reply_recv_0) X(call_10) X(reply_recv_10) X(send_up) X(signal_idle) X(signal_up)    \
    X(signal_round_trip) X(poll_empty) X(poll_pending) X(null_call) X(yield) X(irq_up) X(irq_round_trip)    \
    X(fault_up) X(fault_round_trip) X(set_priority) X(cnode_copy) X(cnode_delete) X(page_map) X(page_unmap) \
    X(retype_endpoint) X(loop_round_trip) X(loop_wait) X(loop_pending) X(loop_wake) X(loop_irq_round_trip)  \
    X(recv_call) X(recv_send) X(passive_up) X(passive_round_trip) X(call_active) X(reply_recv_active)       \
    X(exception_up) X(exception_round_trip)

#define OPERATION_NUMBER(name) OPERATION_##name,
enum operation { OPERATIONS(OPERATION_NUMBER) OPERATION_COUNT };

#define START(name) (MARK_START + OPERATION_##name)
#define STOP(name) (MARK_STOP + OPERATION_##name)

/* Times that each operation runs. */
#define ROUNDS 200u

#define MESSAGE(label, caps, length) ((seL4_Word)(label) << 12 | (seL4_Word)(caps) << 7 | (seL4_Word)(length))

/* The registers of a system call, x0 to x8: capability or badge, message info, four message words, reply
 * object, number, second capability. */
struct registers {
    seL4_Word x[9];
};

enum { CAP, INFO, MR0, MR1, MR2, MR3, REPLY, NUMBER, SECOND };

/* One system call between marks. Nothing but marks stands next to the trap, so that a span that starts or
 * stops here holds no instruction of ours but the trap itself. */
#define marked_trap(r, before1, before2, after)                                                             \
    do {                                                                                                    \
        register seL4_Word x0_ __asm__("x0") = (r)->x[0];                                                   \
        register seL4_Word x1_ __asm__("x1") = (r)->x[1];                                                   \
        register seL4_Word x2_ __asm__("x2") = (r)->x[2];                                                   \
        register seL4_Word x3_ __asm__("x3") = (r)->x[3];                                                   \
        register seL4_Word x4_ __asm__("x4") = (r)->x[4];                                                   \
        register seL4_Word x5_ __asm__("x5") = (r)->x[5];                                                   \
        register seL4_Word x6_ __asm__("x6") = (r)->x[6];                                                   \
        register seL4_Word x7_ __asm__("x7") = (r)->x[7];                                                   \
        register seL4_Word x8_ __asm__("x8") = (r)->x[8];                                                   \
        __asm__ volatile("movz xzr, %c[b1]\n\tmovz xzr, %c[b2]\n\tsvc #0\n\tmovz xzr, %c[a]"                \
                         : "+r"(x0_), "+r"(x1_), "+r"(x2_), "+r"(x3_), "+r"(x4_), "+r"(x5_), "+r"(x6_),     \
                           "+r"(x7_), "+r"(x8_)                                                             \
                         : [b1] "i"(before1), [b2] "i"(before2), [a] "i"(after)                             \
                         : "memory");                                                                       \
        *(r) = (struct registers){ { x0_, x1_, x2_, x3_, x4_, x5_, x6_, x7_, x8_ } };                       \
    } while (0)

/* A system call that is measured on its own, from the trap to its return. */
#define measured_trap(r, name) marked_trap(r, MARK_NOTHING, START(name), STOP(name))

/* A system call that is not measured. */
#define plain_trap(r) marked_trap(r, MARK_NOTHING, MARK_NOTHING, MARK_NOTHING)

static inline struct registers system_call(seL4_Syscall_ID number, seL4_CPtr cap, seL4_Word info,
                                           seL4_CPtr reply)
{
    return (struct registers){ { cap, info, 0, 0, 0, 0, reply, (seL4_Word)number, 0 } };
}

/* The groups of operations. Each is called by the root task with an empty pool of objects. */
void measure_ipc(void);
void measure_long_ipc(void);
void measure_send(void);
void measure_active_calls(void);
void measure_queued_calls(void);
void measure_queued_sends(void);
void measure_notifications(void);
void measure_signals_up(void);
void measure_signals_to_passive(void);
void measure_traps(void);
void measure_interrupts(void);
void measure_interrupt_loop(void);
void measure_faults(void);
void measure_exceptions(void);
void measure_invocations(void);
void measure_loops(void);
void measure_busy_loop(void);
void measure_chained_loops(void);
