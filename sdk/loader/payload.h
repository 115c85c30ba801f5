/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tool appends to the loader (IMG-2): directly after the loader's last byte, rounded up to
 * PAYLOAD_ALIGN, stands one header, then its region table, then the bytes of the regions. Shared by the
 * loader and the tool; all numbers are little-endian.
 */
#pragma once

#include <stdint.h>

#define PAYLOAD_MAGIC UINT64_C(0x5e14dead14de5ead)
#define PAYLOAD_ALIGN 16
#define PAYLOAD_REGION_LOAD 1

struct payload_header {
    uint64_t magic;
    uint64_t size;         /* bytes of header, region table and data */
    uint64_t kernel_entry; /* virtual address */
    uint64_t ui_p_start;   /* physical range of the initial task, page aligned */
    uint64_t ui_p_end;
    uint64_t pv_offset;    /* physical minus virtual address of the initial task, modulo 2^64 */
    uint64_t v_entry;      /* virtual address at which the initial task starts */
    uint64_t num_regions;
};

struct payload_region {
    uint64_t load_addr; /* physical; 8-byte aligned */
    uint64_t size;      /* bytes */
    uint64_t offset;    /* of the bytes, counted from the end of the region table; 8-byte aligned */
    uint64_t type;      /* PAYLOAD_REGION_LOAD */
};

/* Where the kernel window of the loader's page tables lies; the tool patches it into the loader's variable
 * `kernel_window` (LDR-7). */
struct kernel_window {
    uint64_t vaddr; /* first virtual address of the kernel, 2 MiB aligned */
    uint64_t paddr; /* its physical address, 2 MiB aligned */
};
