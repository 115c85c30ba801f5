/* SPDX-License-Identifier: BSD-2-Clause */
/* Small ELF files for tests: two segments (code at 0x200000, data with bss at 0x201000) and symbols. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define TEXT_VADDR 0x200000u
#define DATA_VADDR 0x201000u
#define DATA_FILE_SIZE 0x40u
#define DATA_SIZE 0x2000u /* in memory */

struct elf_file {
    uint8_t *bytes; /* on the heap, exactly `size` bytes */
    size_t size;
};

struct symbol_spec {
    const char *name;
    uint64_t vaddr, size;
};

/* Fresh file with these symbols, in the order given. */
struct elf_file elf_make(const struct symbol_spec *symbols, size_t count);
