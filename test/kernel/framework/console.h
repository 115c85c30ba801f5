/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial line, driven directly: release kernels have no debug output. */
#pragma once
#include <framework/test.h>

/* Maps the PL011 into the root task. Must come first. Returns false if the kernel refuses. */
bool console_start(void);

void print(const char *text);
void print_number(seL4_Word number);
void print_hex(seL4_Word number);

/* Says what the kernel will print on the console until the end of the test; the test fails if it does not. */
void expect_console(const char *text);

/* The PL011's registers, for tests that need a device that interrupts. */
volatile uint32_t *uart_registers(void);
#define UART_IRQ 33u
