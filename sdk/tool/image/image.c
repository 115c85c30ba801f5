/* SPDX-License-Identifier: BSD-2-Clause */
/* Assembling the boot image, as a flat binary or wrapped into an ELF file. */
#include "image/image.h"

#include <elf.h>
#include <string.h>

#include "base/diag.h"
#include "loader/payload.h"
#include "objects/patch.h"

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

/* Where the payload starts, counted from the first byte of the loader. */
static uint64_t payload_offset(const struct elf_image *loader)
{
    return round_up(loader->segments[0].size, PAYLOAD_ALIGN);
}

static uint64_t table_size(const struct kernel_place *kernel)
{
    return sizeof(struct payload_header) + (kernel->elf->segment_count + 1) * sizeof(struct payload_region);
}

struct range image_range(const struct elf_image *loader, const struct kernel_place *kernel,
                         uint64_t task_size)
{
    uint64_t size = payload_offset(loader) + table_size(kernel) + task_size;

    for (size_t i = 0; i < kernel->elf->segment_count; i++) {
        size += round_up(kernel->elf->segments[i].size, 8);
    }
    return (struct range){elf_low(loader), elf_low(loader) + size};
}

/* Regions are written to memory while the payload is read: nothing may lie on the other. */
static void check_kernel_clear(const struct kernel_place *kernel, struct range image)
{
    if (kernel->image.start < image.end && image.start < kernel->image.end) {
        tool_error(NULL, "the boot image [0x%lx, 0x%lx) overlaps the kernel [0x%lx, 0x%lx)", image.start,
                   image.end, kernel->image.start, kernel->image.end);
    }
}

struct payload {
    struct payload_region *regions;
    size_t count;
    uint8_t *data;
    uint64_t used;
};

static void add_region(struct payload *payload, uint64_t paddr, const uint8_t *bytes, uint64_t size)
{
    payload->regions[payload->count] =
        (struct payload_region){paddr, size, payload->used, PAYLOAD_REGION_LOAD};
    payload->count++;
    memcpy(payload->data + payload->used, bytes, size);
    payload->used += round_up(size, 8);
}

static void write_payload(uint8_t *at, const struct kernel_place *kernel, const struct task *task,
                          const uint8_t *task_bytes, const struct boot_memory *boot)
{
    struct payload_header header = {.magic = PAYLOAD_MAGIC,
                                    .kernel_entry = kernel->entry,
                                    .ui_p_start = boot->task.start,
                                    .ui_p_end = boot->task.end,
                                    .pv_offset = boot->task.start - task->virt.start,
                                    .v_entry = task->elf->entry,
                                    .num_regions = kernel->elf->segment_count + 1};
    struct payload payload = {.regions = MEM_ARRAY(struct payload_region, header.num_regions),
                              .data = at + table_size(kernel)};

    for (size_t i = 0; i < kernel->elf->segment_count; i++) {
        const struct elf_segment *segment = &kernel->elf->segments[i];

        add_region(&payload, segment->paddr, segment->bytes, segment->size);
    }
    add_region(&payload, boot->task.start, task_bytes, task->virt.end - task->virt.start);
    header.size = table_size(kernel) + payload.used;
    memcpy(at, &header, sizeof header);
    memcpy(at + sizeof header, payload.regions, header.num_regions * sizeof(struct payload_region));
}

/* Section headers are there because the boot loader U-Boot looks for one (IMG-5). */
static struct boot_image wrap_elf(const struct boot_image *binary, uint64_t link_address)
{
    enum { SECTIONS = 3 };
    uint64_t data_offset = 0x1000;
    uint64_t sections_offset = round_up(data_offset + binary->size, 8);
    struct boot_image elf = {.size = sections_offset + SECTIONS * sizeof(Elf64_Shdr)};
    Elf64_Ehdr header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                         .e_type = ET_EXEC,
                         .e_machine = EM_AARCH64,
                         .e_version = EV_CURRENT,
                         .e_entry = link_address,
                         .e_phoff = sizeof header,
                         .e_shoff = sections_offset,
                         .e_ehsize = sizeof header,
                         .e_phentsize = sizeof(Elf64_Phdr),
                         .e_phnum = 1,
                         .e_shentsize = sizeof(Elf64_Shdr),
                         .e_shnum = SECTIONS,
                         .e_shstrndx = SECTIONS - 1};
    Elf64_Phdr segment = {.p_type = PT_LOAD,
                          .p_flags = PF_R | PF_W | PF_X,
                          .p_offset = data_offset,
                          .p_vaddr = link_address,
                          .p_paddr = link_address,
                          .p_filesz = binary->size,
                          .p_memsz = binary->size,
                          .p_align = 0x1000};
    Elf64_Shdr sections[SECTIONS] = {
        {0},
        {.sh_type = SHT_PROGBITS,
         .sh_flags = SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR,
         .sh_addr = link_address,
         .sh_offset = data_offset,
         .sh_size = binary->size,
         .sh_addralign = 16},
        {.sh_type = SHT_STRTAB, .sh_offset = sections_offset, .sh_addralign = 1}};

    elf.bytes = mem_array(elf.size, 1);
    memcpy(elf.bytes, &header, sizeof header);
    memcpy(elf.bytes + sizeof header, &segment, sizeof segment);
    memcpy(elf.bytes + data_offset, binary->bytes, binary->size);
    memcpy(elf.bytes + sections_offset, sections, sizeof sections);
    return elf;
}

struct boot_image image_assemble(const struct board *board, struct elf_image *loader,
                                 const struct kernel_place *kernel, const struct task *task,
                                 const uint8_t *task_bytes, const struct boot_memory *boot)
{
    struct range range = image_range(loader, kernel, task->virt.end - task->virt.start);
    struct kernel_window window = {kernel->vaddr, kernel->image.start};
    struct boot_image binary = {.size = range.end - range.start};

    if (loader->segment_count != 1 || loader->entry != range.start) {
        tool_error(NULL, "%s: the loader is not one segment that starts with its entry", loader->path);
    }
    check_kernel_clear(kernel, range);
    patch_own(loader, "kernel_window", &window, sizeof window);
    binary.bytes = mem_array(binary.size, 1);
    memcpy(binary.bytes, loader->segments[0].bytes, loader->segments[0].size);
    write_payload(binary.bytes + payload_offset(loader), kernel, task, task_bytes, boot);
    return board->image_type == IMAGE_ELF ? wrap_elf(&binary, range.start) : binary;
}
