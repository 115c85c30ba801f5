/* SPDX-License-Identifier: BSD-2-Clause */
/* What a system error does, by configuration (A64-14): for assembly. */
#pragma once

#include <autoconf.h>

#ifdef CONFIG_AARCH64_SERROR_IGNORE
#define SYSTEM_ERROR_INSTRUCTION eret
#else
#define SYSTEM_ERROR_INSTRUCTION b kernel_exception
#endif
