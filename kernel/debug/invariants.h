/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks that the kernel's data structures are what they claim to be (INV-1 to INV-10). Linear in the number
 * of threads: for debug builds on demand, and for the tests of the host port after every kernel entry.
 */
#pragma once

/* Null, or the invariant that does not hold. Called when a kernel entry has finished. */
const char *invariant_violated(void);
