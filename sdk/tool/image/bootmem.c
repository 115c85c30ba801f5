/* SPDX-License-Identifier: BSD-2-Clause */
/* Prediction of the kernel's boot memory. Addresses are physical unless they say otherwise. */
#include "image/bootmem.h"

#include "base/diag.h"
#include "base/list.h"

#define PAGE_SIZE SMALL_PAGE
#define PAGE_BITS 12
/* Scheduling context of the initial thread (01 BOOT-16). */
#define BOOT_SC_BITS 7
#define MIN_UNTYPED_BITS 4

typedef LIST(struct range) range_list;

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) & ~(unit - 1);
}

/* Base of the kernel's window onto physical memory: alignment of untypeds counts in that window. */
static uint64_t window_base(const struct board *board)
{
    return board->hypervisor ? UINT64_C(0x8000000000) : UINT64_C(0xffffff8000000000);
}

static void add_range(range_list *list, uint64_t start, uint64_t end)
{
    if (start < end) {
        *LIST_ADD(list) = (struct range){start, end};
    }
}

static range_list subtract(const range_list *list, struct range hole)
{
    range_list rest = {0};

    for (size_t i = 0; i < list->count; i++) {
        struct range r = list->items[i];

        if (hole.end <= r.start || hole.start >= r.end) {
            add_range(&rest, r.start, r.end);
            continue;
        }
        add_range(&rest, r.start, hole.start < r.start ? r.start : hole.start);
        add_range(&rest, hole.end > r.end ? r.end : hole.end, r.end);
    }
    return rest;
}

static uint64_t symbol_paddr(const struct elf_image *elf, const char *name)
{
    struct elf_symbol symbol;

    if (elf_find_symbol(elf, name, &symbol) != ELF_FOUND) {
        tool_error(
            "Use a kernel that was built for this SDK.",
            "%s: symbol '%s' is not defined exactly once, so this is not a kernel that the tool can load",
            elf->path, name);
    }
    return symbol.vaddr - elf->segments[0].vaddr + elf->segments[0].paddr;
}

void kernel_locate(const struct board *board, struct elf_image *elf, struct kernel_place *kernel)
{
    const struct elf_segment *first = &elf->segments[0];

    for (size_t i = 0; i < elf->segment_count; i++) {
        if (elf->segments[i].vaddr - elf->segments[i].paddr != first->vaddr - first->paddr) {
            tool_error(NULL, "%s: kernel segments have different distances of virtual and physical addresses",
                       elf->path);
        }
    }
    *kernel = (struct kernel_place){.image = {first->paddr, symbol_paddr(elf, "ki_end")},
                                    .boot = {first->paddr, symbol_paddr(elf, "ki_boot_end")},
                                    .entry = elf->entry,
                                    .vaddr = first->vaddr,
                                    .elf = elf};
    if (!bootmem_is_ram(board, kernel->image) || (first->paddr & (LARGE_PAGE - 1)) != 0 ||
        (first->vaddr & (LARGE_PAGE - 1)) != 0 || kernel->boot.end > kernel->image.end) {
        tool_error("Use a kernel that was built for this board.",
                   "%s: the kernel image [0x%lx, 0x%lx) does not lie 2 MiB aligned in the board's memory",
                   elf->path, kernel->image.start, kernel->image.end);
    }
}

bool bootmem_is_ram(const struct board *board, struct range range)
{
    for (size_t i = 0; i < board->memory_count; i++) {
        if (range.start >= board->memory[i].start && range.end <= board->memory[i].end) {
            return range.start <= range.end;
        }
    }
    return false;
}

/* Number of 2^bits blocks that a virtual range touches. */
static uint64_t blocks(struct range virt, unsigned bits)
{
    return ((virt.end - 1) >> bits) - (virt.start >> bits) + 1;
}

static uint64_t task_tables(const struct board *board, struct range virt)
{
    uint64_t count = blocks(virt, 30) + blocks(virt, 21);

    if (!(board->hypervisor && board->pa_bits == 40)) {
        count += blocks(virt, 39);
    }
    return count;
}

/* First page of `range` at which `size` bytes are clear of everything to avoid; the end of the range if there
 * is none. */
static uint64_t first_clear(struct range range, uint64_t size, const struct range *avoid, size_t avoid_count)
{
    uint64_t start = round_up(range.start, PAGE_SIZE);
    size_t i = 0;

    while (i < avoid_count) {
        if (avoid[i].start < start + size && start < avoid[i].end) {
            start = round_up(avoid[i].end, PAGE_SIZE);
            i = 0;
        } else {
            i++;
        }
    }
    return start < range.end && range.end - start >= size ? start : range.end;
}

static struct range place_task(const range_list *memory, const struct kernel_place *kernel, uint64_t size,
                               const struct range *avoid, size_t avoid_count)
{
    for (size_t i = 0; i < memory->count; i++) {
        struct range r = memory->items[i];
        uint64_t start;

        if (r.start < kernel->boot.end) {
            continue;
        }
        start = first_clear(r, size, avoid, avoid_count);
        if (start < r.end) {
            return (struct range){start, start + size};
        }
    }
    tool_error(
        "Make the program images or prefilled regions smaller, or move regions with a fixed phys_addr.",
        "there is no room in memory for the initial task of 0x%lx bytes that carries the system", size);
}

static struct range take_root_objects(const struct board *board, range_list *memory, uint64_t tables)
{
    unsigned cnode_bits = board->root_cnode_bits + board->sizes.slot;
    unsigned vspace_bits = board->sizes.vspace;
    unsigned align_bits = cnode_bits > vspace_bits ? cnode_bits : vspace_bits;
    uint64_t size = (UINT64_C(1) << cnode_bits) + (UINT64_C(1) << vspace_bits) +
                    (UINT64_C(1) << board->sizes.asid_pool) + 2 * PAGE_SIZE +
                    (tables << board->sizes.page_table) + (UINT64_C(1) << board->sizes.tcb) +
                    (UINT64_C(1) << BOOT_SC_BITS);

    for (size_t i = memory->count; i-- > 0;) {
        struct range r = memory->items[i];
        uint64_t start;

        if (r.end - r.start < size) {
            continue;
        }
        start = (r.end - size) & ~((UINT64_C(1) << align_bits) - 1);
        if (start >= r.start) {
            struct range taken = {start, start + size};

            *memory = subtract(memory, taken);
            return taken;
        }
    }
    tool_error(NULL, "there is no room in memory for the kernel's initial objects (0x%lx bytes)", size);
}

typedef LIST(struct untyped) untyped_list;

/* Cuts a range into the largest aligned pieces from its start (01 BOOT-19). */
static void split(const struct board *board, struct range range, bool device, untyped_list *list)
{
    uint64_t base = window_base(board);

    while (range.start < range.end) {
        uint64_t window = range.start + base;
        unsigned bits = 63u - (unsigned)__builtin_clzl(range.end - range.start);

        if (window != 0 && (unsigned)__builtin_ctzl(window) < bits) {
            bits = (unsigned)__builtin_ctzl(window);
        }
        if (bits > board->sizes.max_untyped) {
            bits = board->sizes.max_untyped;
        }
        if (bits >= MIN_UNTYPED_BITS) {
            *LIST_ADD(list) =
                (struct untyped){.paddr = range.start, .size_bits = (uint8_t)bits, .device = device};
        }
        range.start += UINT64_C(1) << bits;
    }
}

void bootmem_predict(const struct board *board, const struct kernel_place *kernel, struct range task,
                     const struct range *avoid, size_t avoid_count, struct boot_memory *boot)
{
    range_list memory = {0};
    untyped_list list = {0};
    /* The kernel maps the IPC buffer and the boot information behind the image. */
    struct range virt = {task.start, task.end + 2 * PAGE_SIZE};

    for (size_t i = 0; i < board->memory_count; i++) {
        add_range(&memory, board->memory[i].start, board->memory[i].end);
    }
    memory = subtract(&memory, kernel->image);
    boot->task = place_task(&memory, kernel, task.end - task.start, avoid, avoid_count);
    memory = subtract(&memory, boot->task);
    boot->task_tables = task_tables(board, virt);
    boot->root_objects = take_root_objects(board, &memory, boot->task_tables);

    for (size_t i = 0; i < board->device_count; i++) {
        split(board, board->devices[i], true, &list);
    }
    split(board, kernel->boot, false, &list);
    for (size_t i = 0; i < memory.count; i++) {
        split(board, memory.items[i], false, &list);
    }
    if (list.count > board->max_untypeds) {
        tool_error(NULL, "memory is cut into %zu pieces, but the kernel describes at most %u", list.count,
                   board->max_untypeds);
    }
    boot->untypeds = list.items;
    boot->untyped_count = list.count;
}
