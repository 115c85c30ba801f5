/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of the Arm PL011 UART, and the arithmetic of its baud rate (SER-50). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pl011_registers {
    uint32_t dr;            /* 0x00 data, errors in bits 8..11 */
    uint32_t reserved_04[5];
    uint32_t fr;            /* 0x18 flags */
    uint32_t reserved_1c[2];
    uint32_t ibrd;          /* 0x24 baud rate divisor, integer part */
    uint32_t fbrd;          /* 0x28 baud rate divisor, 64ths */
    uint32_t lcr_h;         /* 0x2c line control; writing it latches ibrd and fbrd */
    uint32_t cr;            /* 0x30 control */
    uint32_t ifls;          /* 0x34 FIFO levels of interrupts */
    uint32_t imsc;          /* 0x38 interrupts enabled */
    uint32_t ris;           /* 0x3c interrupts raised */
    uint32_t mis;           /* 0x40 interrupts raised and enabled */
    uint32_t icr;           /* 0x44 interrupts to clear */
};

#define PL011_FR_BUSY  (1u << 3)
#define PL011_FR_RXFE  (1u << 4) /* receive FIFO empty */
#define PL011_FR_TXFF  (1u << 5) /* transmit FIFO full */

#define PL011_LCR_FEN    (1u << 4) /* FIFOs on */
#define PL011_LCR_8_BITS (3u << 5) /* and with all other bits clear: no parity, one stop bit */

#define PL011_CR_UARTEN (1u << 0)
#define PL011_CR_TXE    (1u << 8)
#define PL011_CR_RXE    (1u << 9)

#define PL011_IFLS_ALL_EIGHTH 0u /* transmit at 1/8 left, receive at 1/8 filled */

#define PL011_INT_RX  (1u << 4)
#define PL011_INT_TX  (1u << 5)
#define PL011_INT_RT  (1u << 6) /* characters waited in the FIFO for 32 bit times */
#define PL011_INT_ALL 0x7ffu

#define PL011_CLOCK_HZ 24000000u

struct pl011_divisor {
    uint32_t integer;  /* 1..65535; 0 if the rate cannot be made */
    uint32_t fraction; /* 0..63 */
};

/* clock / (16 * baud), rounded to the nearest 64th. */
static inline struct pl011_divisor pl011_divisor(uint64_t clock_hz, uint64_t baud)
{
    struct pl011_divisor none = { 0, 0 };
    uint64_t in_64ths;

    if (baud == 0 || baud > clock_hz / 16) {
        return none;
    }
    in_64ths = (clock_hz * 8 / baud + 1) / 2;
    if (in_64ths >> 6 > UINT16_MAX) {
        return none;
    }
    return (struct pl011_divisor) {
        .integer = (uint32_t)(in_64ths >> 6),
        .fraction = (uint32_t)(in_64ths & 63),
    };
}
