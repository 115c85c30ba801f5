/* SPDX-License-Identifier: BSD-2-Clause */
/* What the configuration lets user code do with the processor directly (REG-9, CFGS-2): register bits that
 * are zero where the option is off. */
#pragma once

#include <autoconf.h>

#include "types.h"

/* CNTKCTL_EL1: counters and timers that EL0 may use. */
#ifdef CONFIG_EXPORT_PCNT_USER
#define USER_PHYSICAL_COUNTER BIT(0)
#else
#define USER_PHYSICAL_COUNTER UINT64_C(0)
#endif
#ifdef CONFIG_EXPORT_VCNT_USER
#define USER_VIRTUAL_COUNTER BIT(1)
#else
#define USER_VIRTUAL_COUNTER UINT64_C(0)
#endif
#ifdef CONFIG_EXPORT_VTMR_USER
#define USER_VIRTUAL_TIMER BIT(8)
#else
#define USER_VIRTUAL_TIMER UINT64_C(0)
#endif
#ifdef CONFIG_EXPORT_PTMR_USER
#define USER_PHYSICAL_TIMER BIT(9)
#else
#define USER_PHYSICAL_TIMER UINT64_C(0)
#endif
#define CNTKCTL_USER (USER_PHYSICAL_COUNTER | USER_VIRTUAL_COUNTER | USER_VIRTUAL_TIMER | USER_PHYSICAL_TIMER)

/* SCTLR_EL1: UCI and UCT, cache maintenance by address and CTR_EL0. */
#ifdef CONFIG_AARCH64_USER_CACHE_ENABLE
#define SCTLR_USER_CACHE (BIT(26) | BIT(15))
#else
#define SCTLR_USER_CACHE UINT64_C(0)
#endif

/* PMUSERENR_EL0: EN, the performance counters. */
#ifdef CONFIG_EXPORT_PMU_USER
#define USER_PERFORMANCE_COUNTERS BIT(0)
#else
#define USER_PERFORMANCE_COUNTERS UINT64_C(0)
#endif

/* VCPU-11: the virtual time of a guest stands still while it does not run. */
#ifdef CONFIG_VTIMER_UPDATE_VOFFSET
enum { GUEST_TIME_STANDS_STILL = 1 };
#else
enum { GUEST_TIME_STANDS_STILL = 0 };
#endif

#ifdef CONFIG_ALLOW_SMC_CALLS
enum { USER_SMC_CALLS = 1 };
#else
enum { USER_SMC_CALLS = 0 };
#endif
