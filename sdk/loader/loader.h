/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parts of the boot loader. It runs on one core with the MMU off until the very last step, so that everything
 * it copies is in memory when the kernel turns the caches on (LDR-5).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "payload.h"

/* One line on the console, "LDR|INFO: ..." or "LDR|ERROR: ..."; silent unless the kernel prints (LDR-2). */
void console_init(void);
void console_line(const char *severity, const char *text);
/* Appends a number to the next line: `name` = value, in hexadecimal. */
void console_value(const char *severity, const char *name, uint64_t value);

/* Reports `why` and stops the machine's only running core for ever (LDR-10). */
_Noreturn void loader_fail(const char *why);

/* Puts all interrupts into group 1, where a kernel below EL3 can reach them (LDR-3). */
void gic_open_group1(void);

/* Fills in the tables for the loader and the kernel window (LDR-7); the MMU is still off. */
void page_tables_build(const struct kernel_window *window);
extern uint64_t page_table_low[512];    /* root for the loader, and on EL2 kernels for everything */
extern uint64_t page_table_kernel[512]; /* EL1 kernels: root of the upper half */

/* Copies the regions of the payload to where they belong. */
void payload_load(const struct payload_header *header);

/* In boot.S: turns on the MMU with the tables above and calls the kernel (LDR-8). */
_Noreturn void enter_kernel(const struct payload_header *header);

/* In boot.S: current exception level, 1 to 3. */
unsigned current_el(void);
