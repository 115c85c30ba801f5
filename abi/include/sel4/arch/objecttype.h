/* SPDX-License-Identifier: BSD-2-Clause */
/* Object types of the Arm family; goes on after those of AArch64. Types that are not built in keep a
 * number outside the valid range (OBJ-3). */
#pragma once

@insert constants:arch_objects@
