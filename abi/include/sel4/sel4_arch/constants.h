/* SPDX-License-Identifier: BSD-2-Clause */
/* Constants of AArch64: sizes (as powers of two, in bytes unless said otherwise) and fault words. */
#pragma once

#include <sel4/macros.h>

@insert constants:sel4_arch@

@insert constants:fault_aliases@

@insert arch_fault_words@

@insert timeout_reply_words@
