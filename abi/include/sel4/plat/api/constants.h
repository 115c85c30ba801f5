/* SPDX-License-Identifier: BSD-2-Clause */
/* Constants of the board: those of its core. */
#pragma once

#include <sel4/arch/constants_cortex_a53.h>
