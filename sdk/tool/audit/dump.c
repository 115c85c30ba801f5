/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading snapshots. */
#include "audit/dump.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define BEGIN "INIT|INFO: snapshot of the system"
#define END "INIT|INFO: end of snapshot"

static bool parse_cap(const char *text, struct dump_cap *cap)
{
    return sscanf(text, "%23s object %" SCNx64 " size %" SCNu64 " rights %" SCNx64 " data %" SCNx64, cap->kind,
                  &cap->object, &cap->size, &cap->rights, &cap->data) == 5;
}

static bool parse_root(const char *line, struct dump_thread *thread)
{
    static const char *const names[ROOT_COUNT] = {"cspace: ", "vspace: ", "ipc_buffer: ", "fault_handler: ",
                                                  "timeout_handler: "};

    for (size_t i = 0; i < ROOT_COUNT; i++) {
        if (strncmp(line, names[i], strlen(names[i])) == 0) {
            return parse_cap(line + strlen(names[i]), &thread->roots[i]);
        }
    }
    return false;
}

static bool parse_binding(const char *line, struct dump_thread *thread)
{
    const struct {
        const char *format;
        uint64_t *target;
    } bindings[] = {
        {"tcb: %" SCNx64, &thread->tcb},
        {"sched_context: %" SCNx64, &thread->sched_context},
        {"notification: %" SCNx64, &thread->notification},
        {"notification_sched_context: %" SCNx64, &thread->notification_sched_context},
        {"vcpu: %" SCNx64, &thread->vcpu},
    };

    for (size_t i = 0; i < sizeof bindings / sizeof bindings[0]; i++) {
        if (sscanf(line, bindings[i].format, bindings[i].target) == 1) {
            return true;
        }
    }
    return sscanf(line,
                  "priority %" SCNu64 " mcp %" SCNu64 " domain %" SCNu64 " flags %" SCNx64
                  " ipc_buffer_address %" SCNx64,
                  &thread->priority, &thread->mcp, &thread->domain, &thread->flags,
                  &thread->ipc_buffer_address) == 5;
}

static bool parse_map(const char *line, struct dump_thread *thread)
{
    struct dump_map map;

    if (sscanf(line, "map %" SCNx64 " to %" SCNx64 " at %" SCNx64 " attributes %" SCNx64, &map.start, &map.end,
               &map.base, &map.attributes) != 4) {
        return false;
    }
    *LIST_ADD(&thread->maps) = map;
    return true;
}

static bool parse_slot(const char *line, bool inner, struct dump_thread *thread)
{
    struct dump_slot slot = {.inner = inner};
    const char *cap = strstr(line, ": ");

    if (cap == NULL || sscanf(line, "%" SCNx64, &slot.number) != 1 || !parse_cap(cap + 2, &slot.cap)) {
        return false;
    }
    *LIST_ADD(&thread->slots) = slot;
    return true;
}

/* One line of a thread; how deep it is indented says of what. */
static bool parse_line(const char *line, struct dump_thread *thread)
{
    size_t indent = strspn(line, " ");

    line += indent;
    switch (indent) {
    case 2:
        return parse_root(line, thread) || parse_binding(line, thread) || parse_map(line, thread);
    case 4:
    case 6:
        return parse_slot(line, indent == 6, thread);
    default:
        return false;
    }
}

static const char *last_begin(const char *text)
{
    const char *begin = NULL;

    for (const char *at = strstr(text, BEGIN); at != NULL; at = strstr(at + 1, BEGIN)) {
        begin = at;
    }
    return begin;
}

static const char *add_line(struct dump *dump, const char *line, size_t length)
{
    const char *text = mem_string(line, length);

    if (strncmp(text, "tcb '", 5) == 0 && text[length - 1] == '\'') {
        *LIST_ADD(&dump->threads) = (struct dump_thread){.name = mem_string(text + 5, length - 6)};
        return NULL;
    }
    if (dump->threads.count == 0 || !parse_line(text, &dump->threads.items[dump->threads.count - 1])) {
        return mem_format("has a line in the snapshot that cannot be read: '%s'", text);
    }
    return NULL;
}

const char *dump_parse(const char *text, struct dump *dump)
{
    const char *line = last_begin(text);

    if (line == NULL) {
        return "has no snapshot; build the image with --snapshot in a debug configuration";
    }
    const char *end = strstr(line, END);
    if (end == NULL) {
        return "has a snapshot without an end";
    }
    *dump = (struct dump){0};
    for (line += strcspn(line, "\n") + 1; line < end; line += strcspn(line, "\n") + 1) {
        size_t length = strcspn(line, "\r\n");
        const char *wrong = length == 0 ? NULL : add_line(dump, line, length);

        if (wrong != NULL) {
            return wrong;
        }
    }
    return NULL;
}
