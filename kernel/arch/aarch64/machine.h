/* SPDX-License-Identifier: BSD-2-Clause */
/* Stopping the machine for good. */
#pragma once

#include "types.h"

NORETURN void machine_halt(void);
