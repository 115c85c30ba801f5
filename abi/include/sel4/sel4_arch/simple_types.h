/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine word of AArch64, and how to print it. */
#pragma once

#define SEL4_WORD_IS_UINT64
#define SEL4_INT64_IS_LONG

typedef signed long int seL4_Int64;
typedef unsigned long int seL4_Uint64;

typedef seL4_Uint64 seL4_Word;
typedef seL4_Word seL4_CPtr;

#define SEL4_PRId_word "ld"
#define SEL4_PRIi_word "li"
#define SEL4_PRIo_word "lo"
#define SEL4_PRIu_word "lu"
#define SEL4_PRIx_word "lx"
#define SEL4_PRIX_word "lX"
#define SEL4_PRI_word SEL4_PRIu_word
