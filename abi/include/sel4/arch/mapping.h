/* SPDX-License-Identifier: BSD-2-Clause */
/* Results of failed mappings. */
#pragma once

#include <sel4/sel4_arch/mapping.h>
