/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a running machine's physical memory through QEMU's monitor protocol (QMP). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Connects to QEMU's monitor at the path of a socket; waits until QEMU has made it. -1 if QEMU ends before. */
int monitor_connect(const char *path, bool (*alive)(void));

/* Reads `count` words at physical address `address`. False when the machine is gone. */
bool monitor_read(int link, uint64_t address, uint64_t *words, size_t count);
