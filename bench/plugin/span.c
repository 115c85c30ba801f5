/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU plugin: counts what is executed between a start mark and the next stop mark of the same operation.
 *
 * Arguments: out=FILE; from=ADDRESS and to=ADDRESS, the instructions that start and stop operation 0 without
 * marks (`from` is counted, `to` is not); trace=N, an operation of which the last span's instruction
 * addresses are written to FILE.trace, one a line. Each span becomes a line of FILE: operation, instructions,
 * cache lines of code, cache lines of data. Code lines are told apart by virtual, data lines by physical
 * address; devices do not count.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kernel/marks.h"
#include "line_set.h"
#include "qemu_plugin.h"

#define MAX_OPEN 4u
#define WHOLE_BOOT 0u
#define NO_OPERATION UINT32_MAX
#define TRACE_LENGTH (1u << 22)

struct span {
    bool open;
    unsigned operation;
    uint64_t instructions;
    struct line_set code, data;
};

int qemu_plugin_version = QEMU_PLUGIN_INTERFACE;

static struct span spans[MAX_OPEN];
static unsigned open_spans;
static uint64_t from_address, to_address;
static FILE *output;

static unsigned trace_operation = NO_OPERATION;
static uint64_t trace[TRACE_LENGTH];
static uint64_t trace_used, trace_complete;

/* The open span of the operation, or else a closed one, or NULL. */
static struct span *span_for(unsigned operation)
{
    struct span *closed = NULL;

    for (unsigned i = 0; i < MAX_OPEN; i++) {
        if (!spans[i].open) {
            closed = &spans[i];
        } else if (spans[i].operation == operation) {
            return &spans[i];
        }
    }
    return closed;
}

static void start(unsigned operation)
{
    struct span *span = span_for(operation);

    if (span) {
        open_spans += !span->open;
        span->open = true;
        span->operation = operation;
        span->instructions = 0;
        line_set_clear(&span->code);
        line_set_clear(&span->data);
        trace_used = operation == trace_operation ? 0 : trace_used;
    }
}

static void stop(unsigned operation)
{
    struct span *span = span_for(operation);

    if (span && span->open) {
        fprintf(output, "%u %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", operation, span->instructions,
                line_set_size(&span->code), line_set_size(&span->data));
        trace_complete = operation == trace_operation ? trace_used : trace_complete;
        span->open = false;
        open_spans--;
    }
}

static void on_mark(unsigned cpu, void *data)
{
    unsigned constant = (unsigned)(uintptr_t)data;

    (void)cpu;
    if (constant - MARK_START < MARK_OPERATIONS) {
        start(constant - MARK_START);
    } else if (constant - MARK_STOP < MARK_OPERATIONS) {
        stop(constant - MARK_STOP);
    }
}

static void count(struct span *span, uint64_t address)
{
    span->instructions++;
    line_set_add(&span->code, address);
    if (span->operation == trace_operation && trace_used < TRACE_LENGTH) {
        trace[trace_used++] = address;
    }
}

static void on_instruction(unsigned cpu, void *data)
{
    uint64_t address = (uint64_t)(uintptr_t)data;

    (void)cpu;
    if (address == from_address) {
        start(WHOLE_BOOT);
    } else if (address == to_address) {
        stop(WHOLE_BOOT);
    }
    for (unsigned i = 0; open_spans > 0 && i < MAX_OPEN; i++) {
        if (spans[i].open) {
            count(&spans[i], address);
        }
    }
}

static void on_access(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *data)
{
    struct qemu_plugin_hwaddr *address;

    (void)cpu;
    (void)data;
    if (open_spans == 0) {
        return;
    }
    address = qemu_plugin_get_hwaddr(info, vaddr);
    if (!address || qemu_plugin_hwaddr_is_io(address)) {
        return;
    }
    for (unsigned i = 0; i < MAX_OPEN; i++) {
        if (spans[i].open) {
            line_set_add(&spans[i].data, qemu_plugin_hwaddr_phys_addr(address));
        }
    }
}

static void watch(struct qemu_plugin_insn *insn)
{
    uint32_t encoding;

    memcpy(&encoding, qemu_plugin_insn_data(insn), sizeof encoding);
    if ((encoding & ~MARK_FIELD_MASK) == MARK_ENCODING) {
        uintptr_t constant = (encoding & MARK_FIELD_MASK) >> MARK_FIELD_SHIFT;

        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, QEMU_PLUGIN_CB_NO_REGS, (void *)constant);
    } else {
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_instruction, QEMU_PLUGIN_CB_NO_REGS,
                                               (void *)(uintptr_t)qemu_plugin_insn_vaddr(insn));
        qemu_plugin_register_vcpu_mem_cb(insn, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, NULL);
    }
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        watch(qemu_plugin_tb_get_insn(tb, i));
    }
}

static void on_end(qemu_plugin_id_t id, void *path)
{
    char name[PATH_MAX];
    FILE *file;

    (void)id;
    fclose(output);
    if (trace_operation == NO_OPERATION) {
        return;
    }
    snprintf(name, sizeof name, "%s.trace", (const char *)path);
    file = fopen(name, "w");
    for (uint64_t i = 0; file && i < trace_complete; i++) {
        fprintf(file, "%#" PRIx64 "\n", trace[i]);
    }
    if (file) {
        fclose(file);
    }
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
    static char path[PATH_MAX];

    (void)info;
    for (int i = 0; i < argc; i++) {
        if (!strncmp(argv[i], "out=", 4)) {
            snprintf(path, sizeof path, "%s", argv[i] + 4);
            output = fopen(path, "w");
        } else if (!strncmp(argv[i], "from=", 5)) {
            from_address = strtoull(argv[i] + 5, NULL, 0);
        } else if (!strncmp(argv[i], "to=", 3)) {
            to_address = strtoull(argv[i] + 3, NULL, 0);
        } else if (!strncmp(argv[i], "trace=", 6)) {
            trace_operation = (unsigned)strtoul(argv[i] + 6, NULL, 0);
        }
    }
    if (!output) {
        fputs("span: error: no out=FILE that can be written\n", stderr);
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_atexit_cb(id, on_end, path);
    return 0;
}
