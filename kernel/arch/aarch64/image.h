/* SPDX-License-Identifier: BSD-2-Clause */
/* A number that the linker script and the kernel's own page tables share. */
#pragma once

#include <board_image.h>
