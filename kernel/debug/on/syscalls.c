/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls of debug builds (DBG-1, DBG-2). */
#include "abi.h"
#include "arch/aarch64/machine.h"
#include "cspace/lookup.h"
#include "debug/identify.h"
#include "debug/print.h"
#include "debug/snapshot.h"
#include "debug_hooks.h"
#include "ipc/message.h"
#include "state.h"

enum { NAME_BYTES_MAX = MESSAGE_MAX_LENGTH * (int)sizeof(word_t) };

NORETURN static void debug_halt(const char *reason)
{
    print_text(reason);
    machine_halt();
}

static const char *debug_thread_state(const struct tcb *t)
{
    static const char *const names[] = {"inactive",          "running",          "restart",
                                        "blocked receiving", "blocked sending",  "blocked on reply",
                                        "blocked on notification", "idle"};

    return names[t->state];
}

static void debug_dump_scheduler(void)
{
    print_text("\nname | state | pc | priority | domain | waits for budget\n");
    for (const struct tcb *t = debug_first_thread(); t; t = debug_next_thread(t)) {
        print_text(t->arch.debug.name);
        print_text(" | ");
        print_text(debug_thread_state(t));
        print_text(" | ");
        print_hex(t->context.reg[REG_FAULT_IP]);
        print_text(" | ");
        print_decimal(t->priority);
        print_text(" | ");
        print_decimal(t->domain);
        print_text(t->in_release ? " | yes\n" : " | no\n");
    }
}

static void debug_identify(struct tcb *cur)
{
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    cur->context.reg[REG_CAP] = slot ? identify_capability(slot->cap) : 0;
}

/* The name is in the buffer's message words. */
static void debug_name(const struct tcb *cur)
{
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);
    const word_t *buffer = message_buffer(cur, false);

    if (!slot || !cap_is(slot->cap, CAP_THREAD)) {
        debug_halt("DebugNameThread: the capability is not a thread's; halting\n");
    }
    if (!buffer) {
        debug_halt("DebugNameThread: the caller has no IPC buffer; halting\n");
    }
    const char *name = (const char *)&buffer[BUFFER_MESSAGE];
    uint32_t length = 0;
    while (length < NAME_BYTES_MAX && name[length]) {
        length++;
    }
    if (length == NAME_BYTES_MAX) {
        debug_halt("DebugNameThread: the name does not end; halting\n");
    }
    debug_name_thread(tcb_at(slot->cap.object), name);
}

bool debug_syscall(int64_t number)
{
    struct tcb *cur = kernel.cur;

    switch (number) {
    case seL4_SysDebugPutChar:
        print_char((char)(cur->context.reg[REG_CAP] & 0xffu));
        return true;
    case seL4_SysDebugDumpScheduler:
        debug_dump_scheduler();
        return true;
    case seL4_SysDebugHalt:
        debug_halt("DebugHalt: halting\n");
    case seL4_SysDebugCapIdentify:
        debug_identify(cur);
        return true;
    case seL4_SysDebugSnapshot:
        debug_snapshot();
        return true;
    case seL4_SysDebugNameThread:
        debug_name(cur);
        return true;
    default:
        return false;
    }
}
