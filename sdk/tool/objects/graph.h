/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system as kernel objects, capabilities and mappings: what the initialiser has to make. graph_*.c builds
 * it from the model, place.c gives every object its memory, describe.c writes it down for the initialiser.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "objects/debug_info.h"
#include "objects/elf_file.h"
#include "sdf/model.h"
#include "sdk/board.h"

/* An object is named by its index in graph.objects. */
typedef uint32_t object_id;
#define NO_OBJECT UINT32_MAX
#define SMC_OBJECT (UINT32_MAX - 1) /* the kernel's initial SMC capability */

enum object_kind {
    /* Kernel objects that need memory. */
    OBJECT_TCB,
    OBJECT_ENDPOINT,
    OBJECT_NOTIFICATION,
    OBJECT_CNODE,
    OBJECT_SCHED_CONTEXT,
    OBJECT_REPLY,
    OBJECT_VSPACE,
    OBJECT_PAGE_TABLE,
    OBJECT_SMALL_FRAME,
    OBJECT_LARGE_FRAME,
    OBJECT_VCPU,
    LAST_MEMORY_OBJECT = OBJECT_VCPU,
    /* Capabilities only: a slot of the initialiser, no memory. */
    OBJECT_IRQ_HANDLER,
    OBJECT_DERIVED,    /* badged copy of another object's capability */
    OBJECT_FRAME_COPY, /* second mapping of a frame */
    /* A page of the initialiser's image: neither slot nor memory. */
    OBJECT_IMAGE_PAGE
};

struct object {
    enum object_kind kind;
    const char *name; /* TOOL-26, unique among kernel objects */
    uint8_t size_bits;
    uint8_t slot_bits;  /* OBJECT_CNODE: log2 of slots */
    bool fixed;         /* `paddr` is prescribed */
    bool device;        /* frame of device memory */
    bool mapped;        /* frame: the original capability is in use for a mapping */
    uint64_t paddr;     /* where the object lies, after placement if not fixed */
    uint32_t reference; /* as in description.h, after placement; OBJECT_IMAGE_PAGE: content page */
    struct place at;    /* element that an allocation failure is blamed on */
};

/* Rights as in the kernel ABI (01 CAP-5). */
enum { RIGHTS_W = 1, RIGHTS_R = 2, RIGHTS_RW = 3, RIGHTS_RWG = 7, RIGHTS_ALL = 15 };

struct graph_cap {
    object_id cnode; /* NO_OBJECT for a derived capability, which then is `index` */
    uint32_t index;
    object_id source;
    uint8_t rights;
    bool mint;
    uint64_t badge;
};

struct graph_irq {
    const struct irq *irq;
    object_id handler, notification;
};

struct graph_table {
    object_id vspace, table;
    uint64_t vaddr; /* start of the 2^span_bits bytes that the table covers */
    unsigned span_bits;
};

/* One frame at one place. */
struct graph_map {
    object_id vspace, frame;
    object_id copy; /* NO_OBJECT: the original capability is mapped */
    uint64_t vaddr;
    uint32_t flags; /* DESC_MAP_* */
};

/* `length` bytes from content page `page` on fill the start of a frame. */
struct graph_fill {
    object_id frame;
    uint32_t page;
    uint32_t length;
};

/* A PD, the monitor, or a virtual CPU. NO_OBJECT where it has none. */
struct graph_thread {
    const char *name;
    object_id tcb, cnode, vspace, ipc_frame, sched_context, notification, fault_endpoint, vcpu;
    uint64_t cnode_data;
    uint64_t ipc_vaddr, entry, stack_top;
    uint64_t budget_us, period_us, sc_badge;
    uint32_t priority, core, domain;
    bool fpu, passive;
    bool resume; /* starts at boot; a virtual CPU waits for its PD */
};

/* 4 KiB of the initialiser's image. */
struct content_page {
    const uint8_t *bytes; /* `size` of them, the rest is zero */
    uint32_t size;
};

struct graph {
    const struct board *board;
    LIST(struct object) objects;
    LIST(struct graph_cap) derives;
    LIST(struct graph_cap) caps;
    LIST(struct graph_irq) irqs;
    LIST(struct graph_table) tables;
    LIST(struct graph_map) maps;
    LIST(struct graph_fill) fills;
    LIST(struct graph_thread) threads;
    LIST(struct content_page) pages;
};

/* ---- Building blocks (graph.c) ---- */

/* A new object with the size that the board's kernel gives it. */
object_id graph_object(struct graph *graph, enum object_kind kind, const char *name);
object_id graph_cnode(struct graph *graph, uint8_t slot_bits, const char *name);

/* A badged copy of `source` for the initialiser's own use. */
object_id graph_derive(struct graph *graph, object_id source, uint8_t rights, uint64_t badge);

/* Puts `source` into a CNode: unchanged, or with less rights and a badge. */
void graph_copy(struct graph *graph, object_id cnode, uint32_t index, object_id source);
void graph_mint(struct graph *graph, object_id cnode, uint32_t index, object_id source, uint8_t rights,
                uint64_t badge);

/* Adds `size` bytes as content pages; returns the first page. The bytes must stay. */
uint32_t graph_content(struct graph *graph, const uint8_t *bytes, uint64_t size);

/* Maps a frame, through a copy of its capability where one is needed. graph_map_tables adds the tables. */
void graph_map(struct graph *graph, object_id vspace, object_id frame, uint64_t vaddr, uint32_t flags);

/* Adds the page tables that the maps from index `first_map` on need; all of them are in `vspace`. */
void graph_map_tables(struct graph *graph, object_id vspace, const char *owner, size_t first_map);

/* ---- Parts of a system ---- */

/* Objects of one region (graph_region.c). */
struct region_frames {
    object_id first; /* frames are consecutive objects */
    uint64_t count;
};
struct region_frames graph_region(struct graph *graph, const struct memory_region *region);

/* The address space of a program with its stack and IPC buffer (graph_program.c). */
struct program {
    const char *name;        /* of the PD, or "monitor" */
    struct place at;         /* element to blame; nowhere for the monitor */
    struct elf_image *image; /* patched */
    uint64_t stack_size;
};
struct program_space {
    object_id vspace, ipc_frame;
    object_id first_stack_frame; /* from the bottom up; stack frames are consecutive objects */
};
/* `maps`: the user's maps, with the frames of their regions; may be empty. */
struct mapped_region {
    const struct map *map;
    struct region_frames frames;
};
struct program_space graph_program(struct graph *graph, const struct program *program,
                                   const struct mapped_region *maps, size_t map_count);

/* Maps all frames of a region. */
void graph_map_region(struct graph *graph, object_id vspace, const struct mapped_region *mapped);

/* The virtual machine of a PD (graph_vm.c): its address space, and objects and thread of each virtual CPU. */
struct vcpu_objects {
    object_id tcb, vcpu;
};
/* `endpoint` is the PD's; `maps` are those of the machine. objects[i] belongs to pd->vm->vcpus[i]. */
void graph_vm(struct graph *graph, const struct protection_domain *pd, object_id endpoint,
              const struct mapped_region *maps, struct vcpu_objects *objects);

/* What the monitor of a debug image sees of the PDs (graph_views.c): `info`, and their stacks, all read-only.
 * spaces[i] belongs to PD i. */
void graph_monitor_views(struct graph *graph, object_id monitor_vspace, const struct system *system,
                         const struct program_space *spaces, const struct debug_info *info);

/* Everything (graph_system.c). `images` are the patched images of the PDs, by index. */
void graph_build(struct graph *graph, const struct board *board, const struct system *system,
                 struct elf_image *images, struct elf_image *monitor, const struct debug_info *info);
