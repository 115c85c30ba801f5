/* SPDX-License-Identifier: BSD-2-Clause */
/* The SMC instruction with its eight argument and result registers. */
#pragma once

#include "types.h"

struct smc_registers {
    word_t x[8];
};

/* The monitor may change x0 to x17. */
static inline struct smc_registers smc_instruction(struct smc_registers arguments)
{
    register word_t x0 __asm__("x0") = arguments.x[0];
    register word_t x1 __asm__("x1") = arguments.x[1];
    register word_t x2 __asm__("x2") = arguments.x[2];
    register word_t x3 __asm__("x3") = arguments.x[3];
    register word_t x4 __asm__("x4") = arguments.x[4];
    register word_t x5 __asm__("x5") = arguments.x[5];
    register word_t x6 __asm__("x6") = arguments.x[6];
    register word_t x7 __asm__("x7") = arguments.x[7];

    __asm__ volatile("smc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5), "+r"(x6), "+r"(x7)
                     :
                     : "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "memory");
    return (struct smc_registers){{x0, x1, x2, x3, x4, x5, x6, x7}};
}
