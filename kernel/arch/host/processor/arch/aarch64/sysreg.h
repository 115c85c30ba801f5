/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor of the host port in place of the real one's system registers, barriers and maintenance operations: the
 * sources of arch/aarch64 and vcpu that the port shares find this header first.
 */
#pragma once

#include "host_processor.h"

/* Names may be macros that stand for the register of the kernel's exception level (el_registers.h). */
#define SYSREG_READ(name) SYSREG_READ_NAMED(name)
#define SYSREG_WRITE(name, value) SYSREG_WRITE_NAMED(name, value)
#define SYSREG_READ_NAMED(name) host_register_read(HOST_##name)
#define SYSREG_WRITE_NAMED(name, value) host_register_write(HOST_##name, (value))

#define DC(operation, address) host_data_cache(HOST_##operation, (uint64_t)(address))
#define IC(operation)          host_instruction_cache_##operation()
#define TLBI(operation)        host_tlb_##operation()
#define TLBI_BY(operation, to) host_tlb_##operation(to)

static inline void isb(void)
{
}

static inline void dsb(void)
{
}

static inline void dsb_system(void)
{
}
