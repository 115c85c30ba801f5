/* SPDX-License-Identifier: BSD-2-Clause */
/* Results of invocations (ERR-1). */
#pragma once

@insert constants:errors@
