/* SPDX-License-Identifier: BSD-2-Clause */
/* Labels of AArch64 invocations; goes on after sel4/invocation.h. */
#pragma once

@insert labels:sel4_arch_invocation_label@
