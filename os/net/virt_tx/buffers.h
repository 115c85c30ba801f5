/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The set of transmit buffers that the driver holds, as one bit a buffer in `outstanding`.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "virt_tx.h"

/* Number of the buffer at a valid `offset` of `region` among the buffers of all regions. */
static inline uint32_t buffer_number(const struct virt_tx_region *region, uint64_t offset)
{
    return region->first_buffer + (uint32_t)(offset / NET_BUFFER_SIZE);
}

static inline bool buffer_is_outstanding(const struct virt_tx *virt, uint32_t number)
{
    return (virt->outstanding[number / 64] >> (number % 64) & 1) != 0;
}

static inline void buffer_set_outstanding(struct virt_tx *virt, uint32_t number)
{
    virt->outstanding[number / 64] |= 1ull << (number % 64);
}

static inline void buffer_clear_outstanding(struct virt_tx *virt, uint32_t number)
{
    virt->outstanding[number / 64] &= ~(1ull << (number % 64));
}
