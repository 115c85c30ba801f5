/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Helper threads of a test. A helper runs a script of raw system calls, one struct registers each, and then
 * suspends its progress by waiting for ever; or it runs a function. Registers are loaded and stored exactly,
 * so that a test sees every register that the kernel wrote and every one that it should not have written.
 */
#pragma once
#include <framework/test.h>

#define MAX_STEPS 8u
#define MAX_THREADS 8u
#define MESSAGE(label, caps, length) \
    (((seL4_Word)(label) << 12) | ((seL4_Word)(caps) << 7) | (seL4_Word)(length))
#define NO_CAP 0u

/* x0 to x8 around a trap: destination or badge, message info, MR0 to MR3, reply, number, second destination. */
struct registers {
    seL4_Word x[9];
};

enum { BADGE = 0, INFO = 1, MR0 = 2, MR1, MR2, MR3, REPLY, NUMBER, DESTINATION };

struct thread {
    seL4_CPtr tcb;
    seL4_CPtr sc;                       /* 0 for a thread without scheduling context */
    seL4_IPCBuffer *buffer;
    void (*entry)(struct thread *self);
    unsigned count;
    struct registers steps[MAX_STEPS];  /* arguments, replaced by results as the script proceeds */
    volatile unsigned done;             /* steps completed */
    volatile seL4_Word value;           /* for functions: whatever the test agreed on */
};

/* Executes one system call with exactly these registers and stores what came back. */
static inline void trap(struct registers *r)
{
    register seL4_Word x0 __asm__("x0") = r->x[0];
    register seL4_Word x1 __asm__("x1") = r->x[1];
    register seL4_Word x2 __asm__("x2") = r->x[2];
    register seL4_Word x3 __asm__("x3") = r->x[3];
    register seL4_Word x4 __asm__("x4") = r->x[4];
    register seL4_Word x5 __asm__("x5") = r->x[5];
    register seL4_Word x6 __asm__("x6") = r->x[6];
    register seL4_Word x7 __asm__("x7") = r->x[7];
    register seL4_Word x8 __asm__("x8") = r->x[8];

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5), "+r"(x6), "+r"(x7), "+r"(x8)
                     :
                     : "memory");
    *r = (struct registers) { { x0, x1, x2, x3, x4, x5, x6, x7, x8 } };
}

/* The registers of each system call. Message registers hold 0xa0, 0xa1, 0xa2, 0xa3 until the test sets them. */
struct registers step_send(seL4_CPtr target, seL4_Word info);
struct registers step_nbsend(seL4_CPtr target, seL4_Word info);
struct registers step_call(seL4_CPtr target, seL4_Word info);
struct registers step_recv(seL4_CPtr source, seL4_CPtr reply);
struct registers step_nbrecv(seL4_CPtr source, seL4_CPtr reply);
struct registers step_wait(seL4_CPtr source);
struct registers step_nbwait(seL4_CPtr source);
struct registers step_reply_recv(seL4_CPtr source, seL4_Word info, seL4_CPtr reply);
struct registers step_nbsend_recv(seL4_CPtr target, seL4_Word info, seL4_CPtr source, seL4_CPtr reply);
struct registers step_nbsend_wait(seL4_CPtr target, seL4_Word info, seL4_CPtr source);
struct registers step_yield(void);

/* Executes one step in the calling thread and returns what came back. */
struct registers execute(struct registers step);

/* A stopped helper with its own round-robin scheduling context of 10 ms, or with none. */
struct thread *thread_new(seL4_Word priority);
struct thread *passive_thread_new(seL4_Word priority);

/* Adds a step to a helper's script. */
void add_step(struct thread *thread, struct registers step);

/* Starts a helper: with its script, or with a function that gets the helper as argument. */
void thread_start(struct thread *thread);
void thread_start_function(struct thread *thread, void (*entry)(struct thread *self));

/* A function for helpers that never stop: counts in value. */
void thread_spin(struct thread *self);

/* A helper with a one-step script, started. */
struct thread *thread_doing(seL4_Word priority, struct registers step);

/* Starts a passive helper's script on a borrowed scheduling context until it blocks, then takes that away. */
void passive_thread_start(struct thread *thread);

/* True iff the helper has reached the end of its script. */
bool finished(const struct thread *thread);

/* Takes the caller off the processor for `us` microseconds, by way of its own scheduling context. */
void sleep_us(seL4_Time us);

/* Lets all helpers of lower priority run until each is blocked or out of budget. */
void let_others_run(void);

/* The scheduling context and the TCB of the thread that runs the test. */
extern seL4_CPtr test_tcb, test_sc;

/* Blocks the calling thread for ever. */
_Noreturn void park(void);

/* The registers of a stopped or blocked thread, as ReadRegisters gives them. */
seL4_UserContext read_registers(seL4_CPtr tcb);

/* The physical counter, in ticks of 16 ns. */
seL4_Word now(void);
#define TICKS_PER_US_NUMERATOR 125u
#define TICKS_PER_US_DENOMINATOR 2u

/* What a kernel entry costs here, in us, at least 1: a kernel that checks its invariants takes far longer than others. */
seL4_Word entry_us(void);

/* For the runner. */
struct thread *test_thread_new(seL4_CPtr fault_endpoint);
void threads_start(void);
void threads_reset(void);
