/* SPDX-License-Identifier: BSD-2-Clause */
/* What an architecture owes to start-up. */
#pragma once

#include "boot/boot.h"

struct tcb;

/* The ASID of the initial task's address space (BOOT-16). */
enum { BOOT_ASID = 1 };

/* The kernel's own address space, processor, interrupt controller and timer. First step of all. */
void arch_boot_init(void);

/* Page tables below the root that the addresses [start, end) need (BOOT-6). */
word_t arch_boot_table_count(vaddr_t start, vaddr_t end);

/* Enters them, in the order of their capabilities, which it provides: top level first, ascending addresses.
 * */
void arch_boot_map_tables(const struct boot_layout *layout, const struct boot_objects *objects);

/* Maps a page read-write and cached; its capability carries the mapping (BOOT-12). */
struct cap arch_boot_map_page(paddr_t vspace, paddr_t page, vaddr_t address, bool executable);

/* Capability of the root, with BOOT_ASID. */
struct cap arch_boot_vspace(paddr_t vspace);

/* Assigns BOOT_ASID and provides the pool and the control capability. */
void arch_boot_asid(const struct boot_objects *objects);

/* Interrupt lines that the kernel keeps (IRQ-2), and capabilities that only this architecture has. */
void arch_boot_irqs(void);
void arch_boot_caps(void);

/* Registers of the idle thread. */
void arch_boot_idle(struct tcb *idle);

/* Ascending physical ranges that are no device memory: RAM and the kernel's devices. Empty: there are no
 * more. */
struct boot_range arch_boot_reserved(uint32_t i);
struct boot_range arch_boot_ram(void);

/* Where the physical memory that the kernel can read ends. */
paddr_t arch_boot_window_end(void);

/* The kernel image, and the first part of it that only boot needs (LDR-3). */
struct boot_range arch_boot_kernel_image(void);
struct boot_range arch_boot_kernel_reusable(void);

/* Highest address that the initial task may use. */
vaddr_t arch_boot_user_top(void);
