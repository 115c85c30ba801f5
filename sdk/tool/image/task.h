/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initial task: the initialiser's ELF image, behind it the description, behind that the content pages.
 * All of it is one block of memory that the kernel maps page by page.
 */
#pragma once

#include "image/place.h"
#include "objects/graph.h"

struct task {
    struct elf_image *elf; /* the initialiser */
    uint64_t description_capacity; /* bytes kept free for the description, whole pages */
    size_t content_pages;
    struct range virt;           /* all of it, page aligned */
    uint64_t description_vaddr;
    uint64_t content_vaddr;
};

/* Lays out the task for that many bytes of description and content pages. */
void task_layout(struct task *task, struct elf_image *elf, uint64_t description_capacity,
                 size_t content_pages);

/* The bytes of the task from virt.start to virt.end; `description` must fit. Patches the initialiser. */
uint8_t *task_bytes(const struct task *task, const struct graph *graph, const uint8_t *description,
                    size_t size);
