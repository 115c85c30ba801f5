/* SPDX-License-Identifier: BSD-2-Clause */
/* Polled output on a PL011. */
#include "platform/arm/pl011.h"

#include "memory/address.h"

enum pl011_word {
    UART_DATA = 0x00 / 4,
    UART_FLAGS = 0x18 / 4,
};

#define UART_TRANSMIT_FULL (1u << 5)

#define UART_REGISTERS device_registers(DEVICE_UART)

void console_put_byte(char byte)
{
    while ((UART_REGISTERS[UART_FLAGS] & UART_TRANSMIT_FULL) != 0) {
    }
    UART_REGISTERS[UART_DATA] = (uint8_t)byte;
}
