/* SPDX-License-Identifier: BSD-2-Clause */
/* Old names of the Arm family: only those of the word-size specific header. */
#pragma once

#include <sel4/sel4_arch/deprecated.h>
