/* SPDX-License-Identifier: BSD-2-Clause */
/* Old names of AArch64: none is kept, the aliases of sel4_arch/constants.h and objecttype.h are current. */
#pragma once
