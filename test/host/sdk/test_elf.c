/* SPDX-License-Identifier: BSD-2-Clause */
/* ELF files from users, good and hostile (TOOL-18 to TOOL-21). */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "objects/elf_file.h"
#include "elf_make.h"

static const struct symbol_spec symbols[] = {
    {"in_data", DATA_VADDR + 8, 8},
    {"in_bss", DATA_VADDR + 0x1800, 8},
    {"twice", DATA_VADDR, 8},
    {"twice", DATA_VADDR + 0x10, 8},
    {"at_the_end", DATA_VADDR + DATA_SIZE - 4, 8},
};

static struct elf_file good(void)
{
    return elf_make(symbols, sizeof symbols / sizeof symbols[0]);
}

static const char *parse(const struct elf_file *file, struct elf_image *image)
{
    return elf_parse("test.elf", file->bytes, file->size, ELF_MACHINE_AARCH64, image);
}

static Elf64_Ehdr *header_of(struct elf_file *file)
{
    return (Elf64_Ehdr *)file->bytes;
}

static Elf64_Phdr *segment_of(struct elf_file *file, size_t i)
{
    return (Elf64_Phdr *)(file->bytes + sizeof(Elf64_Ehdr)) + i;
}

static void test_good_file(void **state)
{
    struct elf_file file = good();
    struct elf_image image;

    (void)state;
    assert_null(parse(&file, &image));
    assert_int_equal(image.entry, TEXT_VADDR);
    assert_int_equal(image.segment_count, 2);
    assert_true(image.segments[0].execute && !image.segments[0].write);
    assert_true(image.segments[1].write && !image.segments[1].execute);
    assert_int_equal(image.segments[1].bytes[DATA_FILE_SIZE - 1], 0xbb);
    assert_int_equal(image.segments[1].bytes[DATA_FILE_SIZE], 0);
    assert_int_equal(elf_low(&image), TEXT_VADDR);
    assert_int_equal(elf_high(&image), DATA_VADDR + DATA_SIZE);
    free(file.bytes);
}

static void test_symbols(void **state)
{
    struct elf_file file = good();
    struct elf_image image;
    struct elf_symbol symbol;

    (void)state;
    assert_null(parse(&file, &image));
    assert_int_equal(elf_find_symbol(&image, "in_bss", &symbol), ELF_FOUND);
    assert_int_equal(symbol.vaddr, DATA_VADDR + 0x1800);
    assert_int_equal(symbol.size, 8);
    assert_int_equal(elf_find_symbol(&image, "twice", &symbol), ELF_AMBIGUOUS);
    assert_int_equal(elf_find_symbol(&image, "absent", &symbol), ELF_MISSING);
    assert_int_equal(elf_find_symbol(&image, "", &symbol), ELF_MISSING);
    free(file.bytes);
}

static void test_patches_stay_inside_one_segment(void **state)
{
    struct elf_file file = good();
    struct elf_image image;
    const uint64_t value = 0x1122334455667788;

    (void)state;
    assert_null(parse(&file, &image));
    assert_true(elf_patch(&image, DATA_VADDR + 0x1800, &value, sizeof value));
    assert_memory_equal(image.segments[1].bytes + 0x1800, &value, sizeof value);
    assert_true(elf_patch(&image, DATA_VADDR + DATA_SIZE - 8, &value, sizeof value));
    assert_false(elf_patch(&image, DATA_VADDR + DATA_SIZE - 4, &value, sizeof value));
    assert_false(elf_patch(&image, TEXT_VADDR - 1, &value, sizeof value));
    assert_false(elf_patch(&image, UINT64_MAX - 3, &value, sizeof value));
    free(file.bytes);
}

static void test_stripped_file_has_no_symbols(void **state)
{
    struct elf_file file = good();
    struct elf_image image;

    (void)state;
    header_of(&file)->e_shnum = 0;
    assert_null(parse(&file, &image));
    assert_null(image.symtab);
    free(file.bytes);
}

/* Each of these makes a file that must be refused with the words given. */
static void spoil_magic(struct elf_file *file)
{
    file->bytes[0] = 0;
}

static void spoil_class(struct elf_file *file)
{
    file->bytes[EI_CLASS] = ELFCLASS32;
}

static void spoil_endian(struct elf_file *file)
{
    file->bytes[EI_DATA] = ELFDATA2MSB;
}

static void spoil_machine(struct elf_file *file)
{
    header_of(file)->e_machine = EM_X86_64;
}

static void spoil_no_segments(struct elf_file *file)
{
    header_of(file)->e_phnum = 0;
}

static void spoil_phoff(struct elf_file *file)
{
    header_of(file)->e_phoff = UINT64_MAX - 8;
}

static void spoil_nothing_to_load(struct elf_file *file)
{
    segment_of(file, 0)->p_type = PT_NOTE;
    segment_of(file, 1)->p_type = PT_NOTE;
}

static void spoil_segment_offset(struct elf_file *file)
{
    segment_of(file, 1)->p_offset = UINT64_MAX;
}

static void spoil_file_larger_than_memory(struct elf_file *file)
{
    segment_of(file, 0)->p_memsz = 1;
}

static void spoil_huge(struct elf_file *file)
{
    segment_of(file, 1)->p_memsz = UINT64_C(1) << 40;
}

static void spoil_huge_together(struct elf_file *file)
{
    segment_of(file, 0)->p_memsz = UINT64_C(1) << 30;
    segment_of(file, 1)->p_memsz = UINT64_C(1) << 29;
}

static void spoil_wrap(struct elf_file *file)
{
    segment_of(file, 1)->p_vaddr = UINT64_MAX - 0x1000;
}

static void spoil_names(struct elf_file *file)
{
    Elf64_Shdr *sections = (Elf64_Shdr *)(file->bytes + header_of(file)->e_shoff);

    sections[2].sh_size -= 1;
}

static void spoil_symtab(struct elf_file *file)
{
    Elf64_Shdr *sections = (Elf64_Shdr *)(file->bytes + header_of(file)->e_shoff);

    sections[1].sh_size = UINT64_MAX;
}

static void spoil_link(struct elf_file *file)
{
    Elf64_Shdr *sections = (Elf64_Shdr *)(file->bytes + header_of(file)->e_shoff);

    sections[1].sh_link = 3;
}

static void test_refused(void **state)
{
    static const struct {
        void (*spoil)(struct elf_file *file);
        const char *says;
    } cases[] = {
        {spoil_magic, "not an ELF"},
        {spoil_class, "64-bit"},
        {spoil_endian, "little-endian"},
        {spoil_machine, "another processor"},
        {spoil_no_segments, "program headers"},
        {spoil_phoff, "program headers"},
        {spoil_nothing_to_load, "nothing to load"},
        {spoil_segment_offset, "outside of the file"},
        {spoil_file_larger_than_memory, "outside of the file"},
        {spoil_huge, "1 GiB"},
        {spoil_huge_together, "1 GiB"},
        {spoil_wrap, "wraps around"},
        {spoil_names, "not terminated"},
        {spoil_symtab, "outside of the file"},
        {spoil_link, "without names"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct elf_file file = good();
        struct elf_image image;
        const char *reason;

        cases[i].spoil(&file);
        reason = parse(&file, &image);
        assert_non_null(reason);
        assert_non_null(strstr(reason, cases[i].says));
        free(file.bytes);
    }
}

static void use_everything(struct elf_image *image)
{
    struct elf_symbol symbol;

    elf_find_symbol(image, "in_data", &symbol);
    elf_find_symbol(image, "nothing", &symbol);
    assert_true(elf_low(image) < elf_high(image));
}

static void test_truncated_anywhere(void **state)
{
    (void)state;
    for (size_t size = 0;; size++) {
        struct elf_file file = good();
        struct elf_image image;

        if (size == file.size) {
            free(file.bytes);
            return;
        }
        file.bytes = realloc(file.bytes, size != 0 ? size : 1);
        file.size = size;
        if (parse(&file, &image) == NULL) {
            use_everything(&image);
        }
        free(file.bytes);
    }
}

/* Whatever the headers say, the sanitizers find no access outside of the file. */
static void test_random_damage(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 20000; seed++) {
        struct elf_file file = good();
        struct elf_image image;

        srand(seed);
        for (int i = rand() % 4; i >= 0; i--) {
            file.bytes[(size_t)rand() % file.size] = (uint8_t)rand();
        }
        /* Not memory for a gigabyte at each of so many attempts. */
        segment_of(&file, 0)->p_memsz &= 0xffff;
        segment_of(&file, 1)->p_memsz &= 0xffff;
        if (parse(&file, &image) == NULL) {
            use_everything(&image);
        }
        free(file.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_file),
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_patches_stay_inside_one_segment),
        cmocka_unit_test(test_stripped_file_has_no_symbols),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_truncated_anywhere),
        cmocka_unit_test(test_random_damage),
    };

    return cmocka_run_group_tests_name("sdk/elf", tests, NULL, NULL);
}
