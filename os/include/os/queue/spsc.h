/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one queue under all typed queues: single producer, single consumer, power-of-two capacity, free-running
 * indices.
 *
 * A typed queue fixes the wire layout (where `tail`, `head`, the flag and the entries stand, and the index
 * width) and uses this header for everything else: arithmetic, publication order, distrust of the peer.
 * Indices are 16 bits wide in the network class (spsc16_*) and 32 bits in all others (spsc32_*); the two
 * families are otherwise the same.
 *
 * Two ways to use it:
 *   ends        struct spscNN_producer / spscNN_consumer keep the own index in private memory and survive any
 *               content of the shared memory. Trusted components use these.
 *                   n = spsc32_producer_free(&p);
 *                   write entries at producer_slot(&p, 0..k-1), k <= n;
 *                   spsc32_producer_publish(&p, k);
 *                   n = spsc32_consumer_ready(&c);
 *                   read ONCE entries at consumer_slot(&c, 0..k-1), k <= n;
 *                   spsc32_consumer_release(&c, k);
 *   arithmetic  spscNN_length / _space / _slot on index values, for the public queue functions whose handles
 *               hold no private index.
 * Signalling is in <os/queue/signal.h>.
 *
 * Entries stay hostile after consumer_ready: the producer can still write them. Copy an entry to private
 * memory, then validate the copy, then use the copy (GEN-12).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sddf/util/fence.h>

#define SPSC_INDEX          uint16_t
#define SPSC(name)          spsc16_##name
#define SPSC_LOAD(p)        load_acquire_16(p)
#define SPSC_STORE(p, v)    store_release_16(p, v)
#include <os/queue/spsc_template.h>
#undef SPSC_INDEX
#undef SPSC
#undef SPSC_LOAD
#undef SPSC_STORE

#define SPSC_INDEX          uint32_t
#define SPSC(name)          spsc32_##name
#define SPSC_LOAD(p)        load_acquire_32(p)
#define SPSC_STORE(p, v)    store_release_32(p, v)
#include <os/queue/spsc_template.h>
#undef SPSC_INDEX
#undef SPSC
#undef SPSC_LOAD
#undef SPSC_STORE
