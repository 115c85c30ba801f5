/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration of a hostile client. Section `.hostile_config`.
 */
#pragma once

#include <stdint.h>

typedef struct hostile_config {
    uint8_t claimed_ip[4];  /* IPv4 address that it says is its own, most significant octet first */
} hostile_config_t;
