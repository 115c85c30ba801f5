/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the arguments of each invocation lie in its message: `<label>_Words` and `<label>_Caps` are what
 * a complete message carries, `<label>_<argument>` the word of an argument and `<label>_X_<argument>` the
 * index of an extra capability. Generated from abi/tables/invocations.tab, as the user stubs are.
 */
#pragma once

@insert argument_map@
