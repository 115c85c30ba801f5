/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every network component checks about a buffer before it uses it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sddf/network/constants.h>
#include <sddf/network/mac802.h>

/* The shortest frame that has a destination address to look at. */
#define FRAME_LEN_MIN ((uint16_t)sizeof(ether_hdr_t))

/* True if `offset` is the start of one of `num_buffers` buffers of a region. */
/*@ assigns \nothing;
    ensures \result <==> offset % NET_BUFFER_SIZE == 0 && num_buffers > offset / NET_BUFFER_SIZE;
    ensures \result ==> offset + NET_BUFFER_SIZE <= num_buffers * NET_BUFFER_SIZE; */
static inline bool frame_offset_valid(uint64_t offset, uint32_t num_buffers)
{
    return offset % NET_BUFFER_SIZE == 0 && offset / NET_BUFFER_SIZE < num_buffers;
}

/* True if `size` bytes hold `num_buffers` buffers. */
/*@ assigns \nothing;
    ensures \result <==> num_buffers * NET_BUFFER_SIZE <= size; */
static inline bool frame_region_holds(uint64_t size, uint32_t num_buffers)
{
    return size >= (uint64_t)num_buffers * NET_BUFFER_SIZE;
}
