/* SPDX-License-Identifier: BSD-2-Clause */
/* Object types of AArch64; goes on after the generic types. */
#pragma once

@insert constants:mode_objects@
