/* SPDX-License-Identifier: BSD-2-Clause */
/* Layout and contents of the initial task. */
#include "image/task.h"

#include <string.h>

#include "base/diag.h"
#include "objects/patch.h"

static uint64_t page_up(uint64_t address)
{
    return (address + SMALL_PAGE - 1) & ~(SMALL_PAGE - 1);
}

void task_layout(struct task *task, struct elf_image *elf, uint64_t description_capacity,
                 size_t content_pages)
{
    uint64_t low = elf_low(elf) & ~(SMALL_PAGE - 1);

    *task = (struct task){.elf = elf,
                          .description_capacity = page_up(description_capacity),
                          .content_pages = content_pages,
                          .description_vaddr = page_up(elf_high(elf))};
    task->content_vaddr = task->description_vaddr + task->description_capacity;
    task->virt = (struct range){low, task->content_vaddr + content_pages * SMALL_PAGE};
}

static void copy_elf(const struct task *task, uint8_t *bytes)
{
    for (size_t i = 0; i < task->elf->segment_count; i++) {
        const struct elf_segment *segment = &task->elf->segments[i];

        memcpy(bytes + (segment->vaddr - task->virt.start), segment->bytes, segment->size);
    }
}

uint8_t *task_bytes(const struct task *task, const struct graph *graph, const uint8_t *description,
                    size_t size)
{
    uint8_t *bytes = mem_array(task->virt.end - task->virt.start, 1);
    uint8_t *content = bytes + (task->content_vaddr - task->virt.start);

    if (size > task->description_capacity || graph->pages.count != task->content_pages) {
        internal_error("the initial task changed its size after layout");
    }
    patch_own(task->elf, "description_vaddr", &task->description_vaddr, sizeof task->description_vaddr);
    patch_own(task->elf, "description_size", &task->description_capacity, sizeof task->description_capacity);
    copy_elf(task, bytes);
    memcpy(bytes + (task->description_vaddr - task->virt.start), description, size);
    for (size_t i = 0; i < graph->pages.count; i++) {
        memcpy(content + i * SMALL_PAGE, graph->pages.items[i].bytes, graph->pages.items[i].size);
    }
    return bytes;
}
