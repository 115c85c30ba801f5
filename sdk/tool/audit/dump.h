/* SPDX-License-Identifier: BSD-2-Clause */
/* The capabilities of a running system, as a debug kernel prints them (kernel/debug/snapshot.c). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

enum { DUMP_KIND_LENGTH = 24 };

struct dump_cap {
    char kind[DUMP_KIND_LENGTH]; /* "null" for an empty slot */
    uint64_t object;             /* physical address */
    uint64_t size, rights, data;
};

struct dump_slot {
    uint64_t number;
    bool inner; /* of the CNode that the slot before belongs to */
    struct dump_cap cap;
};

struct dump_map {
    uint64_t start, end; /* virtual */
    uint64_t base;       /* physical */
    uint64_t attributes; /* of page table entries */
};

enum dump_root { ROOT_CSPACE, ROOT_VSPACE, ROOT_IPC_BUFFER, ROOT_FAULT_HANDLER, ROOT_TIMEOUT_HANDLER, ROOT_COUNT };

/* Physical addresses; 0 where it has none. */
struct dump_thread {
    const char *name;
    struct dump_cap roots[ROOT_COUNT];
    uint64_t priority, mcp, domain, flags, ipc_buffer_address;
    uint64_t tcb, sched_context, notification, notification_sched_context, vcpu;
    LIST(struct dump_slot) slots;
    LIST(struct dump_map) maps;
    bool seen; /* somebody expected it */
};

struct dump {
    LIST(struct dump_thread) threads;
};

/* Finds the last snapshot in `text`, a console's output, and reads it. Returns NULL, or why there is none that is
 * whole. */
const char *dump_parse(const char *text, struct dump *dump);
