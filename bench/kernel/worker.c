/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads that perform operations, in the root task's address space or in a copy of it. */
#include "worker.h"

#include "operations.h"

#include <framework/objects.h>

#define MAX_WORKERS 3u
#define PAGE_SIZE 4096u
#define STACK_SIZE 4096u
#define SLICE_US 1000000u

struct stack {
    _Alignas(16) unsigned char bytes[STACK_SIZE];
};

union buffer_page {
    seL4_IPCBuffer buffer;
    unsigned char bytes[PAGE_SIZE];
};

extern char image_start[], image_end[];

static struct worker workers[MAX_WORKERS];
static struct stack stacks[MAX_WORKERS];
static _Alignas(PAGE_SIZE) union buffer_page buffers[MAX_WORKERS];
static unsigned used;
static seL4_CPtr ready, done, never;

seL4_CPtr second_space(void)
{
    seL4_CPtr vspace = vspace_new();

    for (char *page = image_start; page < image_end; page += PAGE_SIZE) {
        check_eq(map_with_tables(copy(image_frame(page)), vspace, (seL4_Word)page, seL4_ReadWrite,
                                 seL4_ARM_Default_VMAttributes), seL4_NoError);
    }
    return vspace;
}

static void worker_main(struct worker *self)
{
    self->run(self);
    worker_done();
}

struct worker *worker_new(seL4_Word priority, seL4_CPtr vspace, seL4_CPtr fault_endpoint,
                          void (*run)(struct worker *self))
{
    unsigned index = used++;
    struct worker *worker = &workers[index];
    seL4_UserContext context = { 0 };

    check(index < MAX_WORKERS);
    *worker = (struct worker){ tcb_new(), sched_context_new(SLICE_US, SLICE_US), &buffers[index].buffer,
                               run };
    check_eq(seL4_TCB_Configure(worker->tcb, ROOT_CNODE, 0, vspace, 0, (seL4_Word)worker->buffer,
                                image_frame(worker->buffer)), seL4_NoError);
    check_eq(seL4_TCB_SetSchedParams(worker->tcb, seL4_CapInitThreadTCB, seL4_MaxPrio, priority, worker->sc,
                                     fault_endpoint), seL4_NoError);
    context.pc = (seL4_Word)worker_main;
    context.sp = (seL4_Word)(&stacks[index] + 1);
    context.x0 = (seL4_Word)worker;
    check_eq(seL4_TCB_WriteRegisters(worker->tcb, false, 0, sizeof context / sizeof(seL4_Word), &context),
             seL4_NoError);
    return worker;
}

void worker_start(struct worker *worker)
{
    check_eq(seL4_TCB_Resume(worker->tcb), seL4_NoError);
}

void passive_worker_start(struct worker *worker)
{
    worker_start(worker);
    seL4_Wait(ready, NULL);
    check_eq(seL4_SchedContext_Unbind(worker->sc), seL4_NoError);
}

seL4_CPtr worker_ready(void)
{
    return ready;
}

void wait_for_workers(void)
{
    seL4_Wait(done, NULL);
}

void worker_done(void)
{
    struct registers signal = system_call(seL4_SysSend, done, 0, 0);

    plain_trap(&signal);
    for (;;) {
        struct registers wait = system_call(seL4_SysWait, never, 0, 0);

        plain_trap(&wait);
    }
}

void workers_reset(void)
{
    used = 0;
    ready = notification_new();
    done = notification_new();
    never = notification_new();
}
