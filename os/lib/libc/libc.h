/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The C library of untrusted components: musl, with the few services that it asks of a system. Link libc.a of
 * this folder's build, compile with the include path OS_LIBC_CFLAGS, and call os_libc_init() first thing in
 * init().
 */
#pragma once

#include <stddef.h>

/*
 * Makes the C library usable. `heap` .. `heap + size` is what malloc() may hand out; it stays with the C
 * library for good, and must be aligned to 4096 bytes. A component without malloc() passes NULL and 0. To be
 * called once, before any other function of the C library.
 */
void os_libc_init(void *heap, size_t size);

/*
 * Where standard output and standard error go: `length` bytes at `text`, not terminated. The component
 * defines it (or links os/lib/libc/console.c, which sends to the serial client's console). Must not call the
 * C library's stdio.
 */
void os_libc_write(const char *text, size_t length);
