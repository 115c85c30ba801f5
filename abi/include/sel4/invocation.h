/* SPDX-License-Identifier: BSD-2-Clause */
/* Labels of invocations that every architecture has (INV-9). */
#pragma once

@insert labels:invocation_label@

#include <sel4/sel4_arch/invocation.h>
#include <sel4/arch/invocation.h>
