/* SPDX-License-Identifier: BSD-2-Clause */
/* Powers of ten, and the units of time (UTL-9). */
#pragma once

#define KILO 1000ull
#define MEGA 1000000ull
#define GIGA 1000000000ull

#define FS_IN_S  1000000000000000ull
#define PS_IN_S  1000000000000ull
#define NS_IN_S  1000000000ull
#define NS_IN_MS 1000000ull
#define NS_IN_US 1000ull
#define US_IN_MS 1000ull
#define US_IN_S  1000000ull
#define MS_IN_S  1000ull
