/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Layout of the kernel image (LDR-1, LDR-3).
 *
 * One segment, entered at its first byte. What is needed only to boot comes first and ends on a 64 KiB
 * boundary at ki_boot_end: it becomes untyped memory (BOOT-18). All of it must be listed by name here: a
 * section that fell to the rest would be kept for ever, one that is used later must not be among it.
 */
#include "arch_memory.h"
#include <board_image.h>

OUTPUT_ARCH(aarch64)
ENTRY(_start)

PHDRS
{
    kernel PT_LOAD FLAGS(7);
}

SECTIONS
{
    . = KERNEL_IMAGE_BASE;
    ki_start = .;

    .boot : AT(IMAGE_PADDR)
    {
        *(.boot.head)
        *(.boot.text .boot.text.*)
        *(.boot.rodata .boot.rodata.*)
        *(.boot.data .boot.data.*)
        . = ALIGN(64K);
    } :kernel
    ki_boot_end = .;

    .text :
    {
        *(.text.vectors.0) *(.text.memset)
        *(.text.vectors.1) *(.text.memcpy)
        *(.text.vectors.2) *(.text.fpu_save)
        *(.text.vectors.3) *(.text.fpu_load)
        *(.text.vectors.4)
        *(.text .text.*)
    } :kernel

    .rodata : ALIGN(16)
    {
        *(.rodata .rodata.*)
    } :kernel

    .data : ALIGN(64)
    {
        *(.data .data.*)
    } :kernel

    .bss : ALIGN(64)
    {
        *(.bss.kernel_stack)
        *(.bss.kernel_state)
        *(.bss .bss.*)
        *(COMMON)
        . = ALIGN(4K);
    } :kernel
    ki_end = .;

    ASSERT(last_vector == exception_vectors + 0x780, "a vector and the code behind it take more than 128 bytes")
    ASSERT(kernel == kernel_stack_top, "vectors.S finds kernel.cur at the top of the empty stack")
    ASSERT(ki_end - ki_start <= 0x200000, "the kernel's own tables map one block of 2 MiB")

    /DISCARD/ :
    {
        *(.note.*)
        *(.comment)
        *(.eh_frame)
        *(.ARM.attributes)
    }
}
