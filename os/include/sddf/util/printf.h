/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted printing without a libc (UTL-6). A program links one of two backends:
 *   libsddf_util_debug.a  the kernel's debug console; prints nothing where the kernel cannot print (UTL-7)
 *   libsddf_util.a        a serial transmit queue, after serial_putchar_init() (SER-30)
 *
 * Conversions d i u x X o b f F e E g G c s p %, flags `0 - + space #`, width and precision (also `*`),
 * lengths hh h l ll t j z. All functions return the number of characters that the whole text has, as in ISO
 * C.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include <os/build.h>

/*
 * Our own components have their format strings checked by the compiler. Public ones may not stand that: they
 * are written against declarations without it.
 */
#if defined(OS_CHECK_FORMATS)
#define SDDF_PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#else
#define SDDF_PRINTF_LIKE(format_at, args_at)
#endif

/* The backend: prints one character. */
void _sddf_putchar(char character);

/* Prints to the backend. */
int sddf_printf_(const char *format, ...) SDDF_PRINTF_LIKE(1, 2);
int sddf_vprintf_(const char *format, va_list args) SDDF_PRINTF_LIKE(1, 0);

/* Prints to `buffer`, which must be large enough for the text and its NUL. */
int sddf_sprintf_(char *buffer, const char *format, ...) SDDF_PRINTF_LIKE(2, 3);

/*
 * Prints at most size - 1 characters to `buffer` and always ends them with NUL; writes nothing if size is 0.
 */
int sddf_snprintf_(char *buffer, size_t size, const char *format, ...) SDDF_PRINTF_LIKE(3, 4);
int sddf_vsnprintf_(char *buffer, size_t size, const char *format, va_list args) SDDF_PRINTF_LIKE(3, 0);

/* Gives each character to `out`, with `arg`. */
int sddf_fctprintf(void (*out)(char character, void *arg), void *arg, const char *format, ...)
    SDDF_PRINTF_LIKE(3, 4);

#define sddf_printf    sddf_printf_
#define sddf_vprintf   sddf_vprintf_
#define sddf_sprintf   sddf_sprintf_
#define sddf_snprintf  sddf_snprintf_
#define sddf_vsnprintf sddf_vsnprintf_

/* Prints in debug builds only; the arguments are type-checked in all of them. */
#if OS_DEBUG
#define sddf_dprintf(...) sddf_printf(__VA_ARGS__)
#else
#define sddf_dprintf(...)             \
    do {                              \
        if (0) {                      \
            sddf_printf(__VA_ARGS__); \
        }                             \
    } while (0)
#endif

struct serial_queue_handle;

/*
 * Serial backend: names the transmit queue, which stays in use for good, and the channel to its consumer.
 * Must come before the first print. Printing never blocks: what does not fit into the queue is dropped
 * (SER-30); a client that must not lose output uses the queue itself and waits for space (SER-31).
 */
void serial_putchar_init(unsigned int tx_channel, struct serial_queue_handle *tx_queue);

/* Serial backend: sends one character at once, without turning "\n" into "\r\n". */
void sddf_putchar_unbuffered(char character);
