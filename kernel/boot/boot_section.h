/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What only boot needs: its memory becomes untyped memory of the initial task (BOOT-18). Nothing that runs
 * later may call or read it.
 */
#pragma once

#define BOOT_CODE   __attribute__((section(".boot.text"), noinline))
#define BOOT_DATA   __attribute__((section(".boot.data")))
#define BOOT_RODATA __attribute__((section(".boot.rodata")))
