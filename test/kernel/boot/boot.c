/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A boot stub for the kernel API tests. It does what the stock boot protocol says (LDR-4 to LDR-9) and not one
 * thing more, so that every test run is also a test that the kernel starts from that protocol alone.
 *
 * A word of memory that the machine is started with tells of a deviation (refusals.py): another place for the image of
 * the root task, which the kernel must accept, or a mistake that it must refuse.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE               4096ul
#define ENTRIES            512u
#define BLOCK_1G           (1ul << 30)
#define BLOCK_2M           (1ul << 21)
#define DESCRIPTOR_TABLE   3ul
#define DESCRIPTOR_BLOCK   (1ul | 1ul << 10 | 3ul << 8)  /* valid, accessed, inner shareable */
#define ATTRIBUTE_NORMAL   (4ul << 2)
#define EXECUTE_NEVER      (1ul << 54)
#define PT_LOAD            1u
#define RAM_START          0x40000000ul

/* The word with the deviation; QEMU's memory is zero unless told otherwise. */
#define DEVIATION_PADDR    0xbffff000ul
#define RAM_END            0xc0000000ul
#define GUEST_RAM_BLOB     0x48123008ul
#define WINDOW_END         (511 * BLOCK_1G)

enum deviation {
    NO_DEVIATION,
    ROOT_AT_END,          /* the root image is the last of RAM; without device tree, its address means nothing */
    ROOT_NOT_PAGES,       /* its end is not a page's end */
    ROOT_EMPTY,
    ROOT_OUTSIDE_RAM,
    ROOT_IN_KERNEL,       /* it overlaps the kernel image */
    ROOT_TOO_HIGH,        /* its virtual addresses leave no room for boot info */
    BLOB_OUTSIDE_WINDOW,  /* where the kernel sees no memory */
    BLOB_IN_ROOT,         /* the device tree overlaps the root image */
    BLOB_IN_KERNEL,
    BLOB_ENDLESS,         /* its size wraps around */
    BLOB_IN_GUEST_RAM,    /* in RAM that is no RAM of the kernel, at EL2 */
};

/* Size of the device tree to pass; 0: none. */
#ifndef BOOT_BLOB_BYTES
#define BOOT_BLOB_BYTES    0u
#endif

struct elf_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, phoff, shoff;
    uint32_t flags;
    uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf_segment {
    uint32_t type, flags;
    uint64_t offset, vaddr, paddr, filesz, memsz, align;
};

struct range {
    uint64_t start, end;
};

extern const struct elf_header kernel_elf, root_elf;
_Noreturn void enter_kernel(const uint64_t arguments[6], uint64_t entry, uint64_t low_table, uint64_t high_table);
_Noreturn void boot_main(void);
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);

typedef uint64_t table[ENTRIES];
static _Alignas(4096) table low_root, high_root, identity, kernel_level1, kernel_level2;

void *memcpy(void *to, const void *from, size_t size)
{
    uint8_t *target = to;
    const uint8_t *source = from;

    for (size_t i = 0; i < size; i++) {
        target[i] = source[i];
    }
    return to;
}

void *memset(void *to, int value, size_t size)
{
    uint8_t *target = to;

    for (size_t i = 0; i < size; i++) {
        target[i] = (uint8_t)value;
    }
    return to;
}

static const struct elf_segment *segment(const struct elf_header *elf, unsigned index)
{
    return (const struct elf_segment *)((uintptr_t)elf + elf->phoff + (uint64_t)index * elf->phentsize);
}

/* Copies every segment to its virtual address plus `offset`, zero-filled; returns the physical range covered. */
static struct range load(const struct elf_header *elf, uint64_t offset)
{
    struct range covered = { UINT64_MAX, 0 };

    for (unsigned i = 0; i < elf->phnum; i++) {
        const struct elf_segment *s = segment(elf, i);
        uint64_t start = s->vaddr + offset;

        if (s->type != PT_LOAD) {
            continue;
        }
        memcpy((void *)start, (const uint8_t *)elf + s->offset, s->filesz);
        memset((void *)(start + s->filesz), 0, s->memsz - s->filesz);
        covered.start = start < covered.start ? start : covered.start;
        covered.end = start + s->memsz > covered.end ? start + s->memsz : covered.end;
    }
    return covered;
}

static const struct elf_segment *first_load(const struct elf_header *elf)
{
    const struct elf_segment *s = segment(elf, 0);

    for (unsigned i = 1; i < elf->phnum && s->type != PT_LOAD; i++) {
        s = segment(elf, i);
    }
    return s;
}

static unsigned index_at(uint64_t address, unsigned shift)
{
    return (unsigned)(address >> shift) % ENTRIES;
}

/* Identity for the first GiBs (devices, then RAM), and the kernel in blocks of 2 MiB to the end of its GiB. */
static void build_tables(uint64_t kernel_virtual, uint64_t kernel_physical, uint64_t *kernel_root)
{
    identity[0] = DESCRIPTOR_BLOCK | EXECUTE_NEVER;
    for (uint64_t gib = RAM_START / BLOCK_1G; gib < 4; gib++) {
        identity[gib] = gib * BLOCK_1G | DESCRIPTOR_BLOCK | ATTRIBUTE_NORMAL;
    }
    low_root[0] = (uintptr_t)identity | DESCRIPTOR_TABLE;

    kernel_root[index_at(kernel_virtual, 39)] = (uintptr_t)kernel_level1 | DESCRIPTOR_TABLE;
    kernel_level1[index_at(kernel_virtual, 30)] = (uintptr_t)kernel_level2 | DESCRIPTOR_TABLE;
    for (unsigned i = index_at(kernel_virtual, 21); i < ENTRIES; i++) {
        kernel_level2[i] = kernel_physical | DESCRIPTOR_BLOCK | ATTRIBUTE_NORMAL;
        kernel_physical += BLOCK_2M;
    }
}

/* Kernels at EL1 have addresses in the upper half; the stub goes there when it was started at EL2. */
static bool runs_at_el2(uint64_t kernel_virtual)
{
    return kernel_virtual >> 63 == 0;
}

static uint64_t page_align(uint64_t address)
{
    return (address + PAGE - 1) & ~(PAGE - 1);
}

/* Stands for a device tree: the kernel only hands it on, and the tests know its bytes (LDR-9, BOOT-9). */
static void write_blob(uint8_t *blob)
{
    for (unsigned i = 0; i != BOOT_BLOB_BYTES; i++) {
        blob[i] = (uint8_t)(i ^ i >> 8);
    }
}

/* Bytes of memory that the root image covers. */
static uint64_t root_bytes(void)
{
    uint64_t end = 0;
    uint64_t start = first_load(&root_elf)->vaddr;

    for (unsigned i = 0; i < root_elf.phnum; i++) {
        const struct elf_segment *s = segment(&root_elf, i);

        if (s->type == PT_LOAD && s->vaddr + s->memsz > end) {
            end = s->vaddr + s->memsz;
        }
    }
    return page_align(end) - start;
}

static void deviate(enum deviation deviation, const struct range *kernel, uint64_t arguments[6])
{
    switch (deviation) {
    case ROOT_NOT_PAGES:
        arguments[1] += 8;
        break;
    case ROOT_EMPTY:
        arguments[1] = arguments[0];
        break;
    case ROOT_OUTSIDE_RAM:
        arguments[1] = RAM_END + PAGE;
        break;
    case ROOT_IN_KERNEL:
        arguments[0] = page_align(kernel->end) - PAGE;
        break;
    case ROOT_TOO_HIGH:
        arguments[2] = arguments[1] - (1ul << 47);
        break;
    case BLOB_OUTSIDE_WINDOW:
        arguments[4] = WINDOW_END - PAGE;
        arguments[5] = PAGE + 1;
        break;
    case BLOB_IN_ROOT:
        arguments[4] = arguments[0] + 16;
        arguments[5] = 64;
        break;
    case BLOB_IN_KERNEL:
        arguments[4] = kernel->end - PAGE;
        arguments[5] = 64;
        break;
    case BLOB_ENDLESS:
        arguments[4] = page_align(kernel->end);
        arguments[5] = UINT64_MAX;
        break;
    case ROOT_AT_END:
        arguments[4] = arguments[5] == 0 ? arguments[0] + 8 : arguments[4];
        break;
    case BLOB_IN_GUEST_RAM:
    case NO_DEVIATION:
        break;
    }
}

void boot_main(void)
{
    enum deviation deviation = (enum deviation)*(const volatile uint32_t *)DEVIATION_PADDR;
    const struct elf_segment *kernel_first = first_load(&kernel_elf);
    const struct elf_segment *root_first = first_load(&root_elf);
    struct range kernel = load(&kernel_elf, kernel_first->paddr - kernel_first->vaddr);
    uint64_t after_kernel = page_align(kernel.end);
    uint64_t blob = deviation == BLOB_IN_GUEST_RAM ? GUEST_RAM_BLOB : after_kernel;
    uint64_t root_physical =
        deviation == ROOT_AT_END ? RAM_END - root_bytes() : page_align(after_kernel + BOOT_BLOB_BYTES);
    uint64_t offset = root_physical - root_first->vaddr;
    struct range root = load(&root_elf, offset);
    uint64_t arguments[6] = { root.start, page_align(root.end), offset, root_elf.entry, blob, BOOT_BLOB_BYTES };

    write_blob((uint8_t *)blob);
    deviate(deviation, &kernel, arguments);
    build_tables(kernel_first->vaddr, kernel.start, runs_at_el2(kernel_first->vaddr) ? low_root : high_root);
    enter_kernel(arguments, kernel_elf.entry, (uintptr_t)low_root, (uintptr_t)high_root);
}
