/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor of the host port: a file of system registers, a TLB that keeps what it has once read until it is told
 * to forget, a count of cache operations, and the virtual interface of the interrupt controller.
 */
#pragma once

#include "types.h"

#define HOST_REGISTERS(entry)                                                                                       \
    entry(vttbr_el2) entry(hcr_el2) entry(mdscr_el1) entry(tpidrro_el0) entry(cntpct_el0) entry(sctlr_el1)          \
    entry(cpacr_el1) entry(ttbr0_el1) entry(ttbr1_el1) entry(tcr_el1) entry(mair_el1) entry(amair_el1)              \
    entry(contextidr_el1) entry(actlr_el1) entry(afsr0_el1) entry(afsr1_el1) entry(esr_el1) entry(far_el1)          \
    entry(par_el1) entry(vbar_el1) entry(tpidr_el1) entry(vmpidr_el2) entry(sp_el1) entry(elr_el1) entry(spsr_el1)  \
    entry(cntv_ctl_el0) entry(cntv_cval_el0) entry(cntvoff_el2) entry(cntkctl_el1)

#define HOST_REGISTER_NUMBER(name) HOST_##name,
enum host_register { HOST_REGISTERS(HOST_REGISTER_NUMBER) HOST_REGISTER_COUNT };

enum host_cache_operation { HOST_cvac, HOST_ivac, HOST_civac, HOST_cvau, HOST_CACHE_OPERATIONS };

/* Addresses from here on are not shown by the kernel's window. */
#define HOST_DEVICE_MEMORY (UINT64_C(1) << 47)

enum { HOST_TLB_ENTRIES = 256, HOST_LIST_REGISTERS = 4 };

/* A translation that was used: it must not change before the kernel has made the TLB forget it. */
struct host_translation {
    uint64_t base;    /* root and VMID as in VTTBR_EL2; 0: unused */
    vaddr_t address;  /* of a page or block */
    uint64_t leaf;
};

struct host_processor {
    uint64_t reg[HOST_REGISTER_COUNT];
    struct host_translation tlb[HOST_TLB_ENTRIES];
    uint32_t tlb_next;
    uint64_t cache_lines[HOST_CACHE_OPERATIONS];
    uint64_t instruction_caches; /* how often all were dropped */
};

extern struct host_processor host_processor;

uint64_t host_register_read(enum host_register number);
void host_register_write(enum host_register number, uint64_t value);

void host_data_cache(enum host_cache_operation operation, uint64_t address);
void host_instruction_cache_iallu(void);

/* TLB maintenance: of the current VMID, by intermediate address; of stage 1; of both; of everything. */
void host_tlb_ipas2e1(uint64_t page);
void host_tlb_vmalle1(void);
void host_tlb_vmalls12e1(void);
void host_tlb_alle1(void);

/* The user program touches all that is mapped in the space that is active: the TLB remembers it. */
void host_tlb_use(void);

/* What is wrong with the TLB, or null: it holds a translation that is not in the tables (any more), or that the active
 * space would find though it is not its own. */
const char *host_tlb_violated(void);

/* The walk of the processor, which is not the kernel's: the leaf for the address and what it spans; 0: none. */
uint64_t host_translate(uint64_t base, vaddr_t address, uint32_t *shift);

/* Kernel variables of the shared sources, so that a test can keep and restore them. */
struct host_memory {
    void *start;
    size_t bytes;
};
enum { HOST_STATE_REGIONS = 6 };
extern const struct host_memory host_state[HOST_STATE_REGIONS];
void host_state_restored(void);

/* As after boot: no pool, no VMID in use, no VCPU loaded. */
void host_processor_reset(void);

/* What is wrong with the active address space, the VMIDs or the TLB; with the loaded VCPU; or null. */
const char *host_space_violated(void);
const char *host_vcpu_violated(void);
