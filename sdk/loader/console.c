/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's console: a PL011 that the firmware or reset has left usable, polled. */

#include <kernel/gen_config.h>

#include "board.h"
#include "loader.h"

#if defined(CONFIG_PRINTING)

#define UART_DR (*(volatile uint32_t *)(UART_BASE + 0x00))
#define UART_FR (*(volatile uint32_t *)(UART_BASE + 0x18))
#define UART_CR (*(volatile uint32_t *)(UART_BASE + 0x30))
#define UART_FR_TX_FULL (1u << 5)
#define UART_CR_ENABLE_TX ((1u << 0) | (1u << 8))

static void put_char(char c)
{
    while ((UART_FR & UART_FR_TX_FULL) != 0) {
    }
    UART_DR = (uint32_t)(unsigned char)c;
}

static void put_text(const char *s)
{
    for (; *s != '\0'; s++) {
        put_char(*s);
    }
}

void console_init(void)
{
    UART_CR |= UART_CR_ENABLE_TX;
}

void console_line(const char *severity, const char *text)
{
    put_text("LDR|");
    put_text(severity);
    put_text(": ");
    put_text(text);
    put_text("\r\n");
}

void console_value(const char *severity, const char *name, uint64_t value)
{
    put_text("LDR|");
    put_text(severity);
    put_text(": ");
    put_text(name);
    put_text(" = 0x");
    for (int shift = 60; shift >= 0; shift -= 4) {
        put_char("0123456789abcdef"[(value >> shift) & 0xf]);
    }
    put_text("\r\n");
}

#else

void console_init(void)
{
}

void console_line(const char *severity, const char *text)
{
    (void)severity;
    (void)text;
}

void console_value(const char *severity, const char *name, uint64_t value)
{
    (void)severity;
    (void)name;
    (void)value;
}

#endif
