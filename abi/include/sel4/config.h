/* SPDX-License-Identifier: BSD-2-Clause */
/* Configuration of the kernel and of this library (CFG-1). */
#pragma once

#include <autoconf.h>
