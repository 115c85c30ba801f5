/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The split virtqueue as it lies in memory shared with the device (VIO-5). All values are little-endian
 * as is every supported machine.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Descriptor flags. */
#define VIRTQ_DESC_F_NEXT 1u
#define VIRTQ_DESC_F_WRITE 2u

/* Flag of the available ring: the driver need not be interrupted when buffers are used. */
#define VIRTQ_AVAIL_F_NO_INTERRUPT 1u

/* Flag of the used ring: the device does not need to be notified of available buffers. */
#define VIRTQ_USED_F_NO_NOTIFY 1u

/* Most entries a queue may have; a size is a power of two. */
#define VIRTQ_SIZE_MAX 32768u

struct virtq_desc {
    uint64_t addr;
    uint32_t len;
    uint16_t flags;
    uint16_t next;
};

struct virtq_avail {
    uint16_t flags;
    uint16_t idx;
    uint16_t ring[];
};

struct virtq_used_elem {
    uint32_t id;
    uint32_t len;
};

struct virtq_used {
    uint16_t flags;
    uint16_t idx;
    struct virtq_used_elem ring[];
};

_Static_assert(sizeof(struct virtq_desc) == 16, "VIO-5");
_Static_assert(sizeof(struct virtq_used_elem) == 8, "VIO-5");
_Static_assert(offsetof(struct virtq_used, ring) == 4, "VIO-5");

/* Bytes of the three parts for `size` entries, with the unused event index fields, and their alignment. */
#define VIRTQ_DESC_BYTES(size) (16u * (uint32_t)(size))
#define VIRTQ_AVAIL_BYTES(size) (6u + 2u * (uint32_t)(size))
#define VIRTQ_USED_BYTES(size) (6u + 8u * (uint32_t)(size))
#define VIRTQ_DESC_ALIGN 16u
#define VIRTQ_AVAIL_ALIGN 2u
#define VIRTQ_USED_ALIGN 4u
