/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system as the tool describes it to the initialiser: which untyped memory becomes which objects, and
 * which capabilities and mappings connect them. Both sides include this file; all numbers are little-endian.
 *
 * The description stands in the initialiser's own image, behind its ELF segments, and is followed by whole
 * pages of content ("image pages") that become frames of the system without being copied. A header is
 * followed by one table for each kind of step, in the order of enum desc_table, each DESC_ALIGN aligned.
 *
 * Capabilities are named by a *reference*: a slot of the initialiser's root CNode counted from the first slot
 * that the kernel left empty, or, with DESC_IMAGE_PAGE set, a page of the initialiser's image counted from
 * its lowest address, or one of the two named capabilities that only the kernel can give.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define DESC_MAGIC UINT64_C(0x31637365446d654e) /* "NemDesc1" */
#define DESC_ALIGN 8

#define DESC_IMAGE_PAGE UINT32_C(0x80000000)
#define DESC_NONE UINT32_C(0xffffffff)
#define DESC_SMC UINT32_C(0xfffffffe) /* the initial SMC capability */

enum desc_table {
    DESC_UNTYPEDS, /* struct desc_untyped: the boot untypeds that the tool expects, in boot info order */
    DESC_RETYPES,  /* struct desc_retype: objects to make, in this order */
    DESC_VSPACES,  /* uint32_t: address space roots to give an ASID */
    DESC_DERIVES,  /* struct desc_cap: badged copies in the initialiser's own CNode, for the steps below */
    DESC_IRQS,     /* struct desc_irq */
    DESC_FILLS,    /* struct desc_fill: contents to copy into frames before they are mapped */
    DESC_TABLES,   /* struct desc_table_map: page tables, upper levels first */
    DESC_MAPS,     /* struct desc_map: runs of frames to map */
    DESC_SCS,      /* struct desc_sc */
    DESC_TCBS,     /* struct desc_tcb */
    DESC_CAPS,     /* struct desc_cap: contents of the CNodes of the system */
    DESC_SCHEDULE, /* struct desc_schedule: domain schedule entries */
    DESC_NAMES, /* uint32_t: for each slot the offset of its object's name in the text table; may be empty */
    DESC_TEXT,  /* char: names, each NUL-terminated */
    DESC_TABLE_COUNT
};

struct desc_range {
    uint32_t offset; /* from the start of the header */
    uint32_t count;  /* entries */
};

/* Before the first thread runs, let a debug kernel print what exists. */
#define DESC_SNAPSHOT 1u

struct desc_header {
    uint64_t magic;
    uint32_t size;     /* bytes of the whole description, header included */
    uint32_t checksum; /* CRC-32 (IEEE) of everything from `slot_count` to the end */
    uint32_t slot_count;  /* empty slots that the description uses */
    uint32_t image_pages; /* pages of the initialiser's image, content pages included */
    uint32_t page_size_bits; /* of small pages; large ones have large_page_bits */
    uint32_t large_page_bits;
    uint64_t scratch_vaddr; /* where one large frame can be mapped for filling; 0 if none has to be */
    uint32_t schedule_start; /* index into the domain schedule; meaningless when DESC_SCHEDULE is empty */
    uint32_t flags;          /* DESC_SNAPSHOT or 0 */
    struct desc_range tables[DESC_TABLE_COUNT];
};

struct desc_untyped {
    uint64_t paddr;
    uint32_t size_bits;
    uint32_t device; /* 0 or 1 */
};

/* Turns the next free part of a boot untyped into `count` objects in slots first_slot.. */
struct desc_retype {
    uint32_t untyped; /* index into DESC_UNTYPEDS */
    uint32_t type;    /* kernel object type */
    uint32_t size_bits; /* as Untyped_Retype wants it: 0 for objects of fixed size */
    uint32_t first_slot;
    uint32_t count; /* 1 to the kernel's fan-out limit */
};

/* A copy of capability `source` in slot `index` of CNode `cnode` (DESC_NONE: the initialiser's own). */
struct desc_cap {
    uint32_t cnode;
    uint32_t depth; /* log2 of the slots of `cnode`; 0 for the initialiser's own */
    uint32_t index; /* slot; a reference if `cnode` is DESC_NONE */
    uint32_t source;
    uint32_t rights; /* bits of seL4_CapRights_t */
    uint32_t mint;   /* 1: with `badge`; 0: plain copy */
    uint64_t badge;  /* or guard data of a CNode */
};

struct desc_irq {
    uint32_t irq;
    uint32_t edge; /* 0 level, 1 edge */
    uint32_t slot; /* where the handler goes */
    uint32_t notification; /* badged capability to bind, see DESC_DERIVES */
};

/* `length` bytes from `page_offset` bytes into the image page `source_page`; the rest stays zero. */
struct desc_fill {
    uint32_t frame;
    uint32_t large; /* 0: small page, 1: large page */
    uint32_t source_page;
    uint32_t length;
};

struct desc_table_map {
    uint32_t vspace;
    uint32_t table;
    uint64_t vaddr;
};

#define DESC_MAP_READ 1u
#define DESC_MAP_WRITE 2u
#define DESC_MAP_EXECUTE 4u
#define DESC_MAP_CACHED 8u
#define DESC_MAP_LARGE 16u
#define DESC_MAP_DEVICE 32u /* frames of device memory: no cache maintenance */

/* Maps frames first_frame, first_frame + 1, ... one after the other from vaddr on. */
struct desc_map {
    uint32_t vspace;
    uint32_t first_frame;
    uint32_t count;
    uint32_t flags;
    uint32_t first_copy; /* slots for copies of the frame capabilities; DESC_NONE: map the originals */
    uint32_t reserved;   /* 0 */
    uint64_t vaddr;
};

struct desc_sc {
    uint32_t sc;
    uint32_t core;
    uint64_t budget_us;
    uint64_t period_us;
    uint64_t badge;
};

#define DESC_TCB_RESUME 1u  /* start it at the end */
#define DESC_TCB_NO_FPU 2u
#define DESC_TCB_PASSIVE 4u /* its scheduling context belongs to its notification (LIB-34) */

struct desc_tcb {
    uint32_t tcb;
    uint32_t cnode;
    uint64_t cnode_data; /* guard, see seL4_CNode_CapData_t; 0: none */
    uint32_t vspace;
    uint32_t ipc_frame; /* DESC_NONE: none, and ipc_vaddr is 0 */
    uint64_t ipc_vaddr;
    uint32_t sc;
    uint32_t notification; /* DESC_NONE: none */
    uint32_t fault_ep;     /* badged capability, see DESC_DERIVES; DESC_NONE: none */
    uint32_t vcpu;         /* DESC_NONE: none */
    uint32_t flags;
    uint32_t priority; /* also maximum controlled priority */
    uint32_t domain;
    uint32_t reserved; /* 0 */
    uint64_t pc;
    uint64_t sp;
};

/* Entry `index` of the kernel's domain schedule. */
struct desc_schedule {
    uint32_t index;
    uint32_t domain;
    uint32_t microseconds; /* 1: duration in microseconds, 0: in timer ticks */
    uint32_t reserved;     /* 0 */
    uint64_t duration;
};

/* Bytes of one entry of `table`. */
uint32_t desc_entry_size(enum desc_table table);

/* CRC-32 (IEEE 802.3) of `size` bytes. */
uint32_t desc_crc32(const uint8_t *bytes, uint32_t size);

/* NULL if the `available` bytes at `header` hold a description whose checksum and table bounds are right and
 * whose text ends with NUL; else what is wrong. Nothing outside `available` bytes is read. References are
 * checked when they are used. */
const char *desc_check(const struct desc_header *header, uint64_t available);

/* First entry of a table of a checked description. */
const void *desc_entries(const struct desc_header *header, enum desc_table table);
