/* SPDX-License-Identifier: BSD-2-Clause */
/* Integers of fixed width, booleans and printf formats (LIB-3). */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/arch/simple_types.h>

typedef signed char seL4_Int8;
typedef unsigned char seL4_Uint8;
typedef signed short int seL4_Int16;
typedef unsigned short int seL4_Uint16;
typedef signed int seL4_Int32;
typedef unsigned int seL4_Uint32;

#define seL4_True 1
#define seL4_False 0
typedef seL4_Int8 seL4_Bool;

#ifdef __cplusplus
#define seL4_Null 0
#else
#define seL4_Null ((void *) 0)
#endif

SEL4_COMPILE_ASSERT(seL4_Int8_is_8_bits, sizeof(seL4_Int8) == 1)
SEL4_COMPILE_ASSERT(seL4_Int16_is_16_bits, sizeof(seL4_Int16) == 2)
SEL4_COMPILE_ASSERT(seL4_Int32_is_32_bits, sizeof(seL4_Int32) == 4)
SEL4_COMPILE_ASSERT(seL4_Int64_is_64_bits, sizeof(seL4_Int64) == 8)
