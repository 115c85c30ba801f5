/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and the list of all threads (DBG-1, DBG-3). */
#include "debug/print.h"
#include "debug_hooks.h"
#include "state.h"

static struct tcb *debug_threads;

struct tcb *debug_first_thread(void)
{
    return debug_threads;
}

struct tcb *debug_next_thread(const struct tcb *t)
{
    return t->arch.debug.next;
}

/* Appends at position `length` as much as fits; returns the new length. */
static uint32_t debug_name_append(char *name, uint32_t length, const char *text)
{
    for (const char *c = text; *c && length < DEBUG_NAME_BYTES - 1; c++) {
        name[length] = *c;
        length++;
    }
    name[length] = '\0';
    return length;
}

void debug_print_thread(const struct tcb *t)
{
    print_text("thread '");
    print_text(t->arch.debug.name);
    print_text("'");
}

void debug_name_thread(struct tcb *t, const char *name)
{
    (void)debug_name_append(t->arch.debug.name, 0, name);
}

void debug_thread_created(struct tcb *t)
{
    char *name = t->arch.debug.name;
    uint32_t length = debug_name_append(name, 0, "child of: '");

    length = debug_name_append(name, length, kernel.cur ? kernel.cur->arch.debug.name : "boot");
    (void)debug_name_append(name, length, "'");
    t->arch.debug.prev = NULL;
    t->arch.debug.next = debug_threads;
    if (debug_threads) {
        debug_threads->arch.debug.prev = t;
    }
    debug_threads = t;
}

void debug_thread_destroyed(struct tcb *t)
{
    struct tcb *next = t->arch.debug.next;
    struct tcb *prev = t->arch.debug.prev;

    if (next) {
        next->arch.debug.prev = prev;
    }
    if (prev) {
        prev->arch.debug.next = next;
    } else {
        debug_threads = next;
    }
}
