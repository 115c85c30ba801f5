/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots and objects for tests. All of them last until the end of the test: the runner revokes the pool and
 * empties the slots. Functions that make an object end the test if the kernel refuses it.
 */
#pragma once
#include <framework/test.h>

#define ROOT_CNODE seL4_CapInitThreadCNode
#define ROOT_VSPACE seL4_CapInitThreadVSpace
#define DEPTH 64u
#define POOL_BITS 24u

/* SC-4: the longest period that a scheduling context may have. */
#if CONFIG_KERNEL_STATIC_MAX_PERIOD_US
#define MAX_PERIOD_US (seL4_Word)CONFIG_KERNEL_STATIC_MAX_PERIOD_US
#else
#define MAX_PERIOD_US 0x218def416bdbul
#endif

/* A capability pointer of an empty slot of the root CNode. `slots_new` gives `count` adjacent ones. */
seL4_CPtr slot_new(void);
seL4_CPtr slots_new(unsigned count);

/* Retypes from the pool into a new slot; `size_bits` as in Untyped_Retype. */
seL4_CPtr object_new(seL4_Word type, seL4_Word size_bits);

/* Retypes one object from `untyped` into `slot`; returns the kernel's answer. */
seL4_Error retype(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_CPtr slot);

seL4_CPtr endpoint_new(void);
seL4_CPtr notification_new(void);
seL4_CPtr reply_new(void);
seL4_CPtr tcb_new(void);
seL4_CPtr cnode_new(unsigned radix);
seL4_CPtr untyped_new(unsigned bits);
seL4_CPtr frame_new(void);

/* A scheduling context of 2^8 bytes (ten refills), configured; budget = period makes it round robin. In us. */
seL4_CPtr sched_context_new(seL4_Time budget, seL4_Time period);

/* A new address space with an ASID of the initial pool. */
seL4_CPtr vspace_new(void);

/* Copies or mints into a new slot of the root CNode. */
seL4_CPtr copy(seL4_CPtr source);
seL4_CPtr mint(seL4_CPtr source, seL4_CapRights_t rights, seL4_Word badge);

/* The answer to copying `source` into the slot `target` of the root CNode. */
seL4_Error copy_to(seL4_CPtr target, seL4_CPtr source);

seL4_Error delete(seL4_CPtr slot);
seL4_Error revoke(seL4_CPtr slot);

/* True iff the slot holds no capability, found out without changing it. */
bool slot_is_empty(seL4_CPtr slot);

/* Maps `frame` at `address` in `vspace`, adding the page tables that are missing. */
seL4_Error map_with_tables(seL4_CPtr frame, seL4_CPtr vspace, seL4_Word address, seL4_CapRights_t rights,
                           seL4_ARM_VMAttributes attributes);

/* An address in the root task's space at which a test may map; a different 2 MiB range for each `index`. */
seL4_Word scratch_address(unsigned index);

/* An address space that shows the whole image of the root task, as the root task's own does. */
seL4_CPtr twin_of_root_vspace(void);

/* The capability of the root image's frame that holds `address`. */
seL4_CPtr image_frame(const volatile void *address);

/* A boot-time untyped that holds device memory of at least `bits`, aligned to it; or 0. */
seL4_CPtr device_untyped(unsigned bits);

/* Untyped_Retype with every argument free. */
seL4_Error retype_into(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_CPtr root, seL4_Word index,
                       seL4_Word depth, seL4_Word offset, seL4_Word count);

/* For the runner: sets up the pool once, and empties pool and slots after a test. What is made before objects_keep
 * outlives the tests. */
void objects_start(void);
void objects_keep(void);
void objects_reset(void);
