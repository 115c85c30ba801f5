/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capabilities: two words, one layout for all kinds (CAP-1, CAP-2).
 *
 *   word 0   object 48 | kind 5 | flag 1 | rights 4 | size 6
 *   word 1   data
 *
 *   kind           object            rights   size         flag      data
 *   NULL           -                 -        -            -         -
 *   UNTYPED        base              -        size bits    device    watermark, bytes in use from the base
 *   ENDPOINT       endpoint          rwgG     -            -         badge
 *   NOTIFICATION   notification      rw       -            -         badge
 *   REPLY          reply             g        -            -         -
 *   CNODE          first slot        -        radix        whole     guard << 6 | guard size (as CAP-6)
 *   THREAD         TCB               -        -            -         -
 *   SCHED_CONTEXT  SC                -        size bits    -         -
 *   SCHED_CONTROL  -                 -        -            -         core
 *   IRQ_CONTROL    -                 -        -            -         -
 *   IRQ_HANDLER    -                 -        -            -         irq
 *   DOMAIN         -                 -        -            -         -
 *   ZOMBIE         first slot        -        radix        of a TCB  number of slots still to be cleared
 *   FRAME          base              rw       size bits    device    address << 16 | ASID; ASID 0: unmapped
 *   PAGE_TABLE     table             -        -            mapped    address << 16 | ASID
 *   VSPACE         root table        -        -            assigned  ASID
 *   ASID_CONTROL   -                 -        -            -         -
 *   ASID_POOL      pool              -        -            -         first ASID
 *   VCPU           VCPU              -        -            -         -
 *   SMC            -                 -        -            -         badge
 *   SGI_SIGNAL     -                 -        -            -         target << 4 | irq
 *
 * "whole": guard and radix together translate the 64 bits of an address.
 *
 * Objects are named by physical address. Nothing outside this header shifts or masks a capability.
 */
#pragma once

#include "types.h"

enum cap_kind {
    CAP_NULL,
    CAP_UNTYPED,
    CAP_ENDPOINT,
    CAP_NOTIFICATION,
    CAP_REPLY,
    CAP_CNODE,
    CAP_THREAD,
    CAP_SCHED_CONTEXT,
    CAP_SCHED_CONTROL,
    CAP_IRQ_CONTROL,
    CAP_IRQ_HANDLER,
    CAP_DOMAIN,
    CAP_ZOMBIE,
    CAP_FRAME, /* from here on: kinds of the architecture */
    CAP_PAGE_TABLE,
    CAP_VSPACE,
    CAP_ASID_CONTROL,
    CAP_ASID_POOL,
    CAP_VCPU,
    CAP_SMC,
    CAP_SGI_SIGNAL,
    CAP_ARCH_FIRST = CAP_FRAME,
};

/* Bits of the rights field; they equal those of seL4_CapRights_t. Frames use READ and WRITE (VSP-4). */
enum cap_rights {
    RIGHT_WRITE = 1,
    RIGHT_READ = 2,
    RIGHT_GRANT = 4,
    RIGHT_GRANT_REPLY = 8,
    RIGHTS_ALL = 15,
};

struct cap {
    uint64_t object : 48;
    uint64_t kind : 5;
    uint64_t flag : 1;
    uint64_t rights : 4;
    uint64_t size : 6;
    uint64_t data;
};

_Static_assert(sizeof(struct cap) == 16, "a capability is two words");

/* The bit-field widths, for the prover, which takes a bit-field for a variable of its declared type. */
/*@ predicate fits(integer value, integer bits_limit) = 0 <= value < bits_limit;
    predicate cap_fits(struct cap c) = fits(c.object, 0x1000000000000) && fits(c.kind, 32) &&
      fits(c.rights, 16) && fits(c.size, 64) && fits(c.flag, 2); */

#define CAP_OBJECT_MASK MASK_BITS(48)
enum { GUARD_SIZE_BITS = 6, ASID_FIELD_BITS = 16, SGI_IRQ_BITS = 4 };

/*@ assigns \nothing;
    ensures fits: cap_fits(\result);
    ensures kind: 0 <= kind < 32 ==> \result.kind == kind;
    ensures object: object < 0x1000000000000 ==> \result.object == object;
    ensures rights: rights < 16 ==> \result.rights == rights;
    ensures size: size < 64 ==> \result.size == size;
    ensures flag: \result.flag == (flag ? 1 : 0);
    ensures data: \result.data == data; */
static inline struct cap cap_make(enum cap_kind kind, paddr_t object, uint32_t rights, uint32_t size, bool flag,
                                  word_t data)
{
    return (struct cap){
        .object = object & CAP_OBJECT_MASK,
        .kind = (uint32_t)kind & 31u,
        .rights = rights & 15u,
        .size = size & 63u,
        .flag = flag,
        .data = data,
    };
}

/*@ assigns \nothing; ensures cap_fits(\result);
    ensures \result.kind == CAP_NULL && \result.object == 0 && \result.rights == 0;
    ensures \result.size == 0 && \result.flag == 0 && \result.data == 0; */
static inline struct cap cap_null(void)
{
    return cap_make(CAP_NULL, 0, 0, 0, false, 0);
}

/*@ requires base < 0x1000000000000 && bits < 64;
    assigns \nothing; ensures cap_fits(\result);
    ensures \result.kind == CAP_UNTYPED && \result.object == base && \result.size == bits;
    ensures \result.flag == (device ? 1 : 0) && \result.data == watermark; */
static inline struct cap cap_untyped(paddr_t base, uint32_t bits, bool device, word_t watermark)
{
    return cap_make(CAP_UNTYPED, base, 0, bits, device, watermark);
}

/*@ requires slots < 0x1000000000000 && radix < 64 && guard < 0x400000000000000 && guard_size < 64;
    assigns \nothing; ensures cap_fits(\result);
    ensures \result.kind == CAP_CNODE && \result.object == slots && \result.size == radix;
    ensures \result.flag == (radix + guard_size == 64 ? 1 : 0);
    ensures \result.data == guard * 64 + guard_size; */
static inline struct cap cap_cnode(paddr_t slots, uint32_t radix, word_t guard, uint32_t guard_size)
{
    bool whole = radix + guard_size == WORD_BITS;

    return cap_make(CAP_CNODE, slots, 0, radix, whole, guard << GUARD_SIZE_BITS | guard_size);
}

/* count slots, starting at the object's first, still hold capabilities. */
/*@ requires slots < 0x1000000000000 && radix < 64;
    assigns \nothing; ensures cap_fits(\result);
    ensures \result.kind == CAP_ZOMBIE && \result.object == slots && \result.size == radix;
    ensures \result.flag == (of_tcb ? 1 : 0) && \result.data == count; */
static inline struct cap cap_zombie(paddr_t slots, uint32_t radix, bool of_tcb, word_t count)
{
    return cap_make(CAP_ZOMBIE, slots, 0, radix, of_tcb, count);
}

/*@ requires base < 0x1000000000000 && bits < 64 && rights < 16;
    assigns \nothing; ensures cap_fits(\result);
    ensures \result.kind == CAP_FRAME && \result.object == base && \result.size == bits;
    ensures \result.rights == rights && \result.flag == (device ? 1 : 0) && \result.data == 0; */
static inline struct cap cap_frame(paddr_t base, uint32_t bits, bool device, uint32_t rights)
{
    return cap_make(CAP_FRAME, base, rights, bits, device, 0);
}

/*@ requires cap_fits(cap); assigns \nothing; ensures \result <==> cap.kind == kind; */
static inline bool cap_is(struct cap cap, enum cap_kind kind)
{
    return cap.kind == (uint32_t)kind;
}

/*@ requires cap_fits(cap); assigns \nothing; ensures \result <==> (cap.rights & rights) == rights; */
static inline bool cap_allows(struct cap cap, uint32_t rights)
{
    return (cap.rights & rights) == rights;
}

/* CNodes */
/*@ assigns \nothing; ensures \result == cnode.data % 64; */
static inline uint32_t cap_guard_size(struct cap cnode)
{
    return (uint32_t)(cnode.data & MASK_BITS(GUARD_SIZE_BITS));
}

/*@ assigns \nothing; ensures \result == cnode.data / 64; */
static inline word_t cap_guard(struct cap cnode)
{
    return cnode.data >> GUARD_SIZE_BITS;
}

/* Frames and page tables */
/*@ assigns \nothing; ensures \result == cap.data % 0x10000; */
static inline word_t cap_mapped_asid(struct cap cap)
{
    return cap.data & MASK_BITS(ASID_FIELD_BITS);
}

/*@ assigns \nothing; ensures \result == cap.data / 0x10000; */
static inline vaddr_t cap_mapped_address(struct cap cap)
{
    return cap.data >> ASID_FIELD_BITS;
}

/* The same frame or table, mapped at address in the address space asid. */
/*@ requires cap_fits(cap) && asid < 0x10000 && address < 0x1000000000000;
    assigns \nothing; ensures cap_fits(\result);
    ensures \result.data == address * 0x10000 + asid;
    ensures \result.flag == (cap.kind == CAP_FRAME ? cap.flag : 1);
    ensures \result.kind == cap.kind && \result.object == cap.object;
    ensures \result.rights == cap.rights && \result.size == cap.size; */
static inline struct cap cap_mapped_at(struct cap cap, word_t asid, vaddr_t address)
{
    cap.flag = cap.kind == CAP_FRAME ? cap.flag : 1u;
    cap.data = address << ASID_FIELD_BITS | asid;
    return cap;
}

/*@ requires cap_fits(cap);
    assigns \nothing; ensures cap_fits(\result);
    ensures \result.data == 0 && \result.flag == (cap.kind == CAP_FRAME ? cap.flag : 0);
    ensures \result.kind == cap.kind && \result.object == cap.object;
    ensures \result.rights == cap.rights && \result.size == cap.size; */
static inline struct cap cap_unmapped(struct cap cap)
{
    cap.flag = cap.kind == CAP_FRAME ? cap.flag : 0u;
    cap.data = 0;
    return cap;
}
