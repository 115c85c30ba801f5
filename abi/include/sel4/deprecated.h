/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that older programs use. */
#pragma once

#include <sel4/arch/deprecated.h>
