/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Included first by every proof: what Frama-C's own C library headers lack.
 */
#pragma once

#include <stdint.h>

/* Frama-C's definition does not expand a macro argument, as C11 7.20.4 wants it. */
#undef UINT64_C
#define PROOF_UINT64(constant) constant##ULL
#define UINT64_C(constant) PROOF_UINT64(constant)
