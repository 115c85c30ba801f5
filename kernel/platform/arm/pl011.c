/* SPDX-License-Identifier: BSD-2-Clause */
/* Polled output on a PL011. */
#include "platform/arm/pl011.h"

#include "types.h"

enum pl011_word {
    UART_DATA = 0x00 / 4,
    UART_FLAGS = 0x18 / 4,
};

#define UART_TRANSMIT_FULL (1u << 5)

/* Placed by the linker script on the device page (kernel_space.c). */
extern volatile uint32_t uart_registers[];

void console_put_byte(char byte)
{
    while ((uart_registers[UART_FLAGS] & UART_TRANSMIT_FULL) != 0) {
    }
    uart_registers[UART_DATA] = (uint8_t)byte;
}
