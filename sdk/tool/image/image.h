/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot image: loader, and behind it kernel and initial task (IMG-2 to IMG-5). */
#pragma once

#include <stdint.h>

#include "image/bootmem.h"
#include "image/task.h"

struct boot_image {
    uint8_t *bytes;
    size_t size;
};

/* Physical memory that loader and payload occupy when they run at their link address, for a task of
 * `task_size` bytes. */
struct range image_range(const struct elf_image *loader, const struct kernel_place *kernel,
                         uint64_t task_size);

/* Assembles the image; patches the loader. `task_bytes` are the bytes of `task`, to load at boot->task. */
struct boot_image image_assemble(const struct board *board, struct elf_image *loader,
                                 const struct kernel_place *kernel, const struct task *task,
                                 const uint8_t *task_bytes, const struct boot_memory *boot);
