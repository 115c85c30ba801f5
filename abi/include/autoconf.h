/* SPDX-License-Identifier: BSD-2-Clause */
/* All configuration macros of this build (CFG-1): a false key is undefined. */
#pragma once

#include <kernel/gen_config.h>
#include <sel4/gen_config.h>
