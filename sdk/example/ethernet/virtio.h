/* SPDX-License-Identifier: BSD-2-Clause */
/* Virtio 1 over memory-mapped registers: offsets, bits and the split queue. */
#pragma once

#include <microkit.h>

#define VIRTIO_MAGIC 0x74726976u
#define VIRTIO_VERSION 2u
#define VIRTIO_NETWORK 1u
#define VIRTIO_F_VERSION_1_HIGH 1u /* bit 32 */

enum virtio_register {
    REG_MAGIC = 0x000,
    REG_VERSION = 0x004,
    REG_DEVICE_ID = 0x008,
    REG_DRIVER_FEATURES = 0x020,
    REG_DRIVER_FEATURES_SELECT = 0x024,
    REG_QUEUE_SELECT = 0x030,
    REG_QUEUE_SIZE = 0x038,
    REG_QUEUE_READY = 0x044,
    REG_QUEUE_NOTIFY = 0x050,
    REG_INTERRUPT_STATUS = 0x060,
    REG_INTERRUPT_ACK = 0x064,
    REG_STATUS = 0x070,
    REG_QUEUE_DESCRIPTORS = 0x080,
    REG_QUEUE_AVAILABLE = 0x090,
    REG_QUEUE_USED = 0x0a0,
    REG_MAC = 0x100,
};

enum { STATUS_ACKNOWLEDGE = 1, STATUS_DRIVER = 2, STATUS_DRIVER_OK = 4, STATUS_FEATURES_OK = 8 };

#define QUEUE_SLOTS 8u
#define DESCRIPTOR_DEVICE_WRITES 2u

struct descriptor {
    seL4_Uint64 address;
    seL4_Uint32 length;
    seL4_Uint16 flags, next;
};

struct available {
    seL4_Uint16 flags, index;
    seL4_Uint16 ring[QUEUE_SLOTS];
};

struct used {
    seL4_Uint16 flags, index;
    struct {
        seL4_Uint32 id, length;
    } ring[QUEUE_SLOTS];
};

/* One queue, in a page of its own. */
struct queue {
    struct descriptor descriptors[QUEUE_SLOTS];
    struct available available;
    struct used used __attribute__((aligned(16)));
};

/* In front of each frame. */
#define FRAME_HEADER_BYTES 12u
