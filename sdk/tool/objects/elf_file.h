/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Program images: what the tool takes from an ELF file (TOOL-18 to TOOL-21). Files come from users, so every
 * offset and size in them is checked before use.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ELF_MACHINE_AARCH64 = 183 };

/* A PT_LOAD segment in memory. */
struct elf_segment {
    uint64_t vaddr, paddr;
    uint64_t size;      /* bytes in memory, never 0; vaddr + size does not overflow */
    uint64_t file_size; /* bytes that the file gives; the rest is zero */
    bool read, write, execute;
    uint8_t *bytes; /* `size` bytes, private to this image: the place for patches */
};

struct elf_symbol {
    uint64_t vaddr, size;
};

struct elf_image {
    const char *path;
    uint64_t entry;
    struct elf_segment *segments; /* in file order */
    size_t segment_count;
    const uint8_t *symtab; /* `symbol_count` ELF64 symbols; NULL if the file is stripped */
    size_t symbol_count;
    const char *strtab; /* NUL-terminated */
    size_t strtab_size;
    const uint8_t *sections; /* `section_count` ELF64 section headers; NULL if the file has none */
    size_t section_count;
    const char *section_names; /* NUL-terminated */
    size_t section_names_size;
};

enum elf_lookup { ELF_FOUND, ELF_MISSING, ELF_AMBIGUOUS };

/* Reads a little-endian ELF64 file for `machine`. Returns NULL, or the reason why it cannot be used. */
const char *elf_read(const char *path, uint16_t machine, struct elf_image *image);

/* As elf_read, of `size` bytes at `data` that came from `path`. The bytes must stay. */
const char *elf_parse(const char *path, const uint8_t *data, size_t size, uint16_t machine,
                      struct elf_image *image);

/* Finds the defined symbol `name`; local, global and weak ones count alike (TOOL-19). */
enum elf_lookup elf_find_symbol(const struct elf_image *image, const char *name, struct elf_symbol *symbol);

/* Finds the section `name` that is part of the program in memory. */
enum elf_lookup elf_find_section(const struct elf_image *image, const char *name, struct elf_symbol *section);

/* The name of section `index` if it is part of the program in memory, else NULL. */
const char *elf_section_name(const struct elf_image *image, size_t index);

/* The `size` bytes at virtual address `vaddr`; NULL if they do not lie in one segment. */
const uint8_t *elf_bytes(const struct elf_image *image, uint64_t vaddr, uint64_t size);

/* Writes `size` bytes at virtual address `vaddr`. False if they do not lie in one segment (TOOL-21). */
bool elf_patch(struct elf_image *image, uint64_t vaddr, const void *bytes, size_t size);

/* Lowest address of any segment, and the end of the highest one. */
uint64_t elf_low(const struct elf_image *image);
uint64_t elf_high(const struct elf_image *image);
