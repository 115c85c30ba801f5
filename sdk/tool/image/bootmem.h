/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What physical memory looks like once the kernel has booted (ALLOC-7, 01 BOOT-18 to BOOT-20): where the
 * initial task goes, what the kernel takes for itself, and which untypeds it hands out, in boot info order.
 * The initialiser compares the result with the real boot info (ALLOC-11).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "objects/elf_file.h"
#include "sdk/board.h"

/* Physical addresses of the kernel image. */
struct kernel_place {
    struct range image;    /* with everything up to ki_end */
    struct range boot;     /* start of the image up to ki_boot_end: given back after boot */
    uint64_t entry;        /* virtual */
    uint64_t vaddr;        /* virtual address of image.start */
    struct elf_image *elf;
};

struct untyped {
    uint64_t paddr;
    uint8_t size_bits;
    bool device;
};

struct boot_memory {
    struct range task;         /* the initial task with its data */
    struct range root_objects; /* root CNode and so on */
    struct untyped *untypeds;
    size_t untyped_count;
    uint64_t task_tables; /* page tables of the initial task */
};

/* Checks what the tool needs of a kernel (01 LDR-3) and fills in `kernel`; ends the process on an error. */
void kernel_locate(const struct board *board, struct elf_image *elf, struct kernel_place *kernel);

/* True if the range is RAM that the kernel offers to users. */
bool bootmem_is_ram(const struct board *board, struct range range);

/* Predicts the boot for an initial task whose image spans the virtual addresses `task`. The task is placed
 * clear of the `avoid` ranges (the loader's image, regions with a fixed address, DEV-19). Ends the process if
 * there is no room. */
void bootmem_predict(const struct board *board, const struct kernel_place *kernel, struct range task,
                     const struct range *avoid, size_t avoid_count, struct boot_memory *boot);
