/* SPDX-License-Identifier: BSD-2-Clause */
/* Labels of Arm invocations; goes on after sel4/sel4_arch/invocation.h. */
#pragma once

@insert labels:arch_invocation_label@
