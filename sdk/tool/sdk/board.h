/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One board and configuration of an SDK: where its files are, and what its kernel can do
 * (SDK-1, SDK-14 to SDK-19). Every number comes from the JSON files of the SDK, none from this program.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"
#include "sdf/model.h"

enum arch { ARCH_AARCH64, ARCH_RISCV64, ARCH_X86_64 };

/* Size of a kernel object that this kernel does not have. */
#define OBJECT_ABSENT UINT8_MAX

/* Size bits (log2 of bytes) of kernel objects (SDK-15). */
struct object_sizes {
    uint8_t tcb, endpoint, notification, reply, slot, vspace, page_table;
    uint8_t small_page, large_page, huge_page;
    uint8_t asid_pool, asid_table, vcpu, io_page_table;
    uint8_t min_untyped, max_untyped;
};

struct board {
    const char *sdk;         /* SDK root directory */
    const char *name;        /* board */
    const char *config;      /* configuration */
    const char *directory;   /* SDK/board/NAME/CONFIG */
    const char *kernel_path; /* elf/sel4.elf, or the override */
    const char *initialiser_path;
    const char *monitor_path;
    const char *loader_path; /* NULL on x86 */

    enum arch arch;
    const char *arch_name;
    bool debug;                 /* debug and smp-debug: keep object names in the image (TOOL-17) */
    bool benchmark;             /* benchmark and smp-benchmark: PDs get their own TCB (ABI-5) */
    enum image_type image_type; /* asked for or default, possible on this architecture (TOOL-10) */

    uint32_t cores;
    uint64_t device_top; /* end of physical addresses that a user may map */
    uint32_t root_cnode_bits;
    uint32_t fan_out_limit;
    uint32_t max_untypeds;
    uint32_t max_domains;
    uint32_t max_domain_schedules;
    uint64_t min_budget_us; /* the kernel refuses smaller budgets */
    bool hypervisor;        /* ARM EL2 kernel */
    uint32_t pa_bits;       /* ARM: 40 or 44; else 0 */
    bool smc;               /* ARM: kernel passes SMC calls on */
    bool vtx, iommu;        /* x86 */

    struct object_sizes sizes;
    uint32_t page_table_index_bits;
    uint32_t vspace_index_bits;        /* 0 when the file does not say: equal to page_table_index_bits */
    uint32_t io_page_table_index_bits; /* 0 without IOMMU */
    uint64_t user_top;                 /* last address of a user address space, inclusive (ABI-20) */

    struct range *memory; /* physical, sorted, disjoint */
    size_t memory_count;
    struct range *devices;
    size_t device_count;
};

/* Reads what the SDK at `sdk` says of options->board and options->config (TOOL-9). Unless only headers are
 * wanted, checks that the ELF files are there and that the image type fits. Ends the process on any lack. */
struct board board_load(const char *sdk, const struct options *options);

/* Lowest address above everything a PD may map: the bottom of a stack of `stack_size` bytes (SDF-14). */
uint64_t board_stack_bottom(const struct board *board, uint64_t stack_size);

/* Address of the IPC buffer page of a PD (ABI-20). The guard page is below it, and below that the stack. */
uint64_t board_ipc_buffer(const struct board *board);
