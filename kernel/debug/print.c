/* SPDX-License-Identifier: BSD-2-Clause */
/* Printing on the debug console. */
#include "debug/print.h"

#include "platform/arm/pl011.h"

enum { PRINT_DIGITS_MAX = 20 };

void print_char(char c)
{
    if (c == '\n') {
        console_put_byte('\r');
    }
    console_put_byte(c);
}

void print_text(const char *text)
{
    for (const char *c = text; *c; c++) {
        print_char(*c);
    }
}

static void print_number(word_t value, word_t base)
{
    char digits[PRINT_DIGITS_MAX];
    uint32_t count = 0;

    do {
        digits[count] = "0123456789abcdef"[value % base];
        value /= base;
        count++;
    } while (value != 0 && count < PRINT_DIGITS_MAX);
    while (count > 0) {
        count--;
        print_char(digits[count]);
    }
}

void print_decimal(word_t value)
{
    print_number(value, 10);
}

void print_hex(word_t value)
{
    print_text("0x");
    print_number(value, 16);
}
