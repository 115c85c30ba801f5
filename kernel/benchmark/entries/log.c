/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log of kernel entries (BEN-4).
 *
 * Invariant: the frame at log.frame, if there is one, has a capability; log.count records of it are written, or more
 * were made than there is room for.
 */
#include "abi.h"
#include "benchmark_hooks.h"
#include "cspace/lookup.h"
#include "debug/identify.h"
#include "memory/address.h"
#include "state.h"

#include <sel4/benchmark_track_types.h>

enum { LOG_RECORDS_MAX = seL4_LogBufferSize / sizeof(benchmark_track_kernel_entry_t) };

struct log {
    paddr_t frame; /* 0: none */
    word_t count;
    bool entered;
    benchmark_track_kernel_entry_t record; /* of the entry that is going on */
};

static struct log log;

static benchmark_track_kernel_entry_t *log_records(void)
{
    return (benchmark_track_kernel_entry_t *)physical_pointer(log.frame);
}

/* Numbers that do not fit are cut: the record has no more room for them. */
static kernel_entry_t log_entry(entry_type_t path, word_t word)
{
    return (kernel_entry_t){.path = path & 7u, .word = word & MASK_BITS(29)};
}

static kernel_entry_t log_syscall(const struct tcb *cur)
{
    int64_t number = (int64_t)cur->context.reg[REG_SYSCALL];
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);
    kernel_entry_t entry = {.path = Entry_Syscall};

    if (number > seL4_SysCall || number < seL4_SysYield) {
        return log_entry(Entry_UnknownSyscall, (word_t)number);
    }
    entry.syscall_no = (word_t)-number & MASK_BITS(4);
    entry.cap_type = (slot ? identify_capability(slot->cap) : 0) & MASK_BITS(5);
    entry.is_fastpath = 1;
    entry.invocation_tag = cur->context.reg[REG_INFO] >> 12 & MASK_BITS(19);
    return entry;
}

/* The general path calls it again after the short ones. */
void benchmark_entry(void)
{
    if (!log.entered) {
        log.entered = true;
        log.record.start_time = cycles_now();
        log.record.entry = log_syscall(kernel.cur);
    }
}

void benchmark_general_path(void)
{
    if (log.record.entry.path == Entry_Syscall) {
        log.record.entry.is_fastpath = 0;
    }
}

void benchmark_fault(enum fault_kind kind, word_t word0, word_t word1)
{
    switch (kind) {
    case FAULT_UNKNOWN_SYSCALL:
        log.record.entry = log_entry(Entry_UnknownSyscall, word0);
        break;
    case FAULT_VM:
        log.record.entry = log_entry(Entry_VMFault, word1);
        break;
    case FAULT_DEBUG_EXCEPTION:
        log.record.entry = log_entry(Entry_DebugFault, word0);
        break;
    case FAULT_VCPU:
        log.record.entry = log_entry(Entry_VCPUFault, word0);
        break;
    default:
        log.record.entry = log_entry(Entry_UserLevelFault, word0);
        break;
    }
}

void benchmark_interrupt(word_t irq)
{
    log.record.entry = log_entry(Entry_Interrupt, irq);
}

void benchmark_exit(void)
{
    log.entered = false;
    log.record.duration = (uint32_t)(cycles_now() - log.record.start_time);
    if (log.frame != 0 && log.count < LOG_RECORDS_MAX) {
        log_records()[log.count] = log.record;
        log.count++;
    }
}

void benchmark_frame_destroyed(paddr_t frame)
{
    if (frame == log.frame) {
        log.frame = 0;
    }
}

word_t benchmark_set_log_buffer(const struct tcb *cur)
{
    const struct slot *slot = cspace_lookup(cur, cur->context.reg[REG_CAP]);

    if (!slot || !cap_is(slot->cap, CAP_FRAME) || slot->cap.size != seL4_LargePageBits || slot->cap.flag ||
        !cap_allows(slot->cap, RIGHT_READ | RIGHT_WRITE)) {
        return seL4_IllegalOperation;
    }
    log.frame = slot->cap.object;
    log.count = 0;
    return seL4_NoError;
}

word_t benchmark_reset_log(void)
{
    log.count = 0;
    return log.frame != 0 ? seL4_NoError : seL4_IllegalOperation;
}

void benchmark_finalise_log(struct tcb *cur)
{
    cur->context.reg[REG_CAP] = log.count;
}
