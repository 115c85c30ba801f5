/* SPDX-License-Identifier: BSD-2-Clause */
/* Physical addresses of the host port are addresses of the Linux process. */
#pragma once

#include <stdint.h>

#define PHYSICAL_WINDOW UINT64_C(0)

/* The virtual interface of the interrupt controller, by word: the only device. */
extern volatile uint32_t gic_hypervisor[];
#define DEVICE_PAGES ((uintptr_t)gic_hypervisor)
