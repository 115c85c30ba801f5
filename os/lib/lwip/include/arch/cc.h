/* SPDX-License-Identifier: BSD-2-Clause */
/* What lwIP asks of the compiler and the system (its arch/cc.h), for a program with the C library of
 * os/lib/libc. */
#pragma once

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>

#ifndef BYTE_ORDER
#define LITTLE_ENDIAN 1234
#define BIG_ENDIAN 4321
#define BYTE_ORDER LITTLE_ENDIAN
#endif

#define PACK_STRUCT_STRUCT __attribute__((packed))

/* Defined by the port: both print through the error output of sddf_lwip_init(); the second one faults. */
void os_lwip_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void os_lwip_assertion_failed(const char *message, const char *file, int line) __attribute__((noreturn));
unsigned int os_lwip_random(void);

#define LWIP_PLATFORM_DIAG(x) os_lwip_print x
#define LWIP_PLATFORM_ASSERT(message) os_lwip_assertion_failed(message, __FILE__, __LINE__)
#define LWIP_RAND() os_lwip_random()
