/* SPDX-License-Identifier: BSD-2-Clause */
/* A device that does not exist: reading RANDOM gives the next number of a sequence, writing SEED restarts it. */
#pragma once

#define DEVICE_BASE 0x10000000ul
#define DEVICE_SEED 0x0ul
#define DEVICE_RANDOM 0x8ul
#define DEVICE_SIZE 0x1000ul
