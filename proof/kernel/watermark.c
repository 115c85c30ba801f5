/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/memory/watermark.h: all functions. */
#include "align_bits.h"
#include "memory/watermark.h"
