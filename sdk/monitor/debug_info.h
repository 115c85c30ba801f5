/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor of a debug image knows about the system besides names: where each protection domain (PD)
 * has memory, and where the monitor can read the stacks of those whose faults it gets. The tool writes it,
 * the monitor has it mapped read-only. Images of other configurations have none of this, nor the views.
 *
 * One block: the header, `pd_count` PDs by index, `region_count` regions grouped by PD and ascending in each,
 * and NUL-terminated names.
 */
#pragma once

#include <stdint.h>

#define DEBUG_INFO_MAGIC UINT64_C(0x3167626444656d4e) /* "NmeDdbg1" */

struct debug_info_header {
    uint64_t magic;
    uint64_t image_id; /* of the image, as in its debug archive */
    uint32_t pd_count;
    uint32_t region_count;
    uint32_t text_size; /* bytes of names */
    uint32_t reserved;  /* 0 */
};

struct debug_info_pd {
    uint64_t view_start, view_end; /* the part of the PD's stack that the monitor sees, up to its top */
    uint64_t view;                 /* where the monitor sees view_start; 0: nowhere */
    uint32_t first_region;
    uint32_t region_count;
};

#define DEBUG_REGION_READ 1u
#define DEBUG_REGION_WRITE 2u
#define DEBUG_REGION_EXECUTE 4u

struct debug_info_region {
    uint64_t start, end; /* half open, in the PD */
    uint32_t name;       /* offset into the names */
    uint32_t flags;
};
