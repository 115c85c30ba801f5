/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The human report of a build (TOOL-25). The back end states facts here, report.c only prints them.
 * Names follow TOOL-26. Arrays are printed in the order given.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sdf/model.h"
#include "sdk/board.h"

struct report_tcb {
    const char *name;
    uint64_t entry, stack_pointer, ipc_buffer;
    uint8_t priority;
    uint32_t core;
    const char *bound; /* names of bound objects, comma separated */
};

struct report_slot {
    const char *cnode; /* slots of one CNode stand together */
    uint64_t slot;
    const char *object;
    const char *rights; /* e.g. "RW", "" if the capability has none */
    uint64_t badge;
};

struct report_object {
    const char *type;
    const char *name;
    uint64_t size;
    bool has_paddr; /* false where only the boot decides (x86) */
    uint64_t paddr;
};

/* A stretch of physical memory: "kernel", "initialiser", "region NAME", "kernel objects", "free". */
struct report_memory {
    struct range range;
    const char *use;
};

/* What one PD takes alone; regions are not counted. */
struct report_usage {
    uint64_t private_bytes; /* program, stack and IPC buffer */
    uint64_t object_bytes;  /* kernel objects */
    const char *objects;    /* how many of each kind */
};

struct build_report {
    const struct report_tcb *tcbs;
    size_t tcb_count;
    const struct report_slot *slots;
    size_t slot_count;
    const struct report_object *objects;
    size_t object_count;
    const struct report_memory *memory;
    size_t memory_count;
    const struct report_usage *usages; /* by index of PD */
    uint64_t image_size;       /* bytes of the image file */
    uint64_t initialiser_size; /* bytes of the initial task with its data */
};

/* Writes the report to `path`; an error ends the process. Interrupts, SMC and I/O ports come from `system`.
 */
void report_write(const char *path, const struct system *system, const struct board *board,
                  const struct build_report *report);
