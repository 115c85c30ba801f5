/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two facts about a build that components may depend on, as constants, so that no function needs an
 * `#if`. They come from the kernel configuration of the SDK; on a host, where there is none, the build is a
 * debug one.
 */
#pragma once

#if __has_include(<sel4/config.h>)
#include <sel4/config.h>
#if defined(CONFIG_DEBUG_BUILD)
#define OS_DEBUG 1
#else
#define OS_DEBUG 0
#endif
#else
#define OS_DEBUG 1
#endif

#if defined(CONFIG_L1_CACHE_LINE_SIZE_BITS)
#define OS_CACHE_LINE_BITS CONFIG_L1_CACHE_LINE_SIZE_BITS
#else
#define OS_CACHE_LINE_BITS 6
#endif
