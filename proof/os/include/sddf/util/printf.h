/* SPDX-License-Identifier: BSD-2-Clause */
/* In place of <sddf/util/printf.h>: the release configuration is proved, which prints nothing. */
#pragma once

#define sddf_dprintf(...) ((void)0)
