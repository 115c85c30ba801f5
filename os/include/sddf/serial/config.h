/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration structs of the serial class (SER-5..10). Each stands in the ELF section named beside it,
 * patched when the system is composed.
 */
#pragma once

#include <stddef.h>

#include <sddf/resources/common.h>

#define SDDF_SERIAL_MAGIC_BYTE 0x03
#define SDDF_SERIAL_MAGIC      { 's', 'D', 'D', 'F', SDDF_SERIAL_MAGIC_BYTE }

#define SDDF_SERIAL_MAX_CLIENTS         64
#define SDDF_SERIAL_BEGIN_STR_MAX_LEN   128
#define SDDF_SERIAL_CLIENT_NAME_LENGTH  64

/* One link: 40 bytes. All zero: the link does not exist. */
typedef struct serial_connection_resource {
    region_resource_t queue; /* serial_queue_t */
    region_resource_t data;  /* characters; its size is the capacity, a power of two */
    uint8_t id;              /* this end's channel to the peer */
} serial_connection_resource_t;

/* Section `.serial_driver_config`: 104 bytes. */
typedef struct serial_driver_config {
    char magic[SDDF_MAGIC_LENGTH];
    serial_connection_resource_t rx; /* to the receive virtualiser; all zero unless rx_enabled */
    serial_connection_resource_t tx; /* to the transmit virtualiser */
    uint64_t default_baud;           /* bits a second */
    bool rx_enabled;
} serial_driver_config_t;

/* Section `.serial_virt_rx_config`: 2616 bytes. */
typedef struct serial_virt_rx_config {
    char magic[SDDF_MAGIC_LENGTH];
    serial_connection_resource_t driver;
    serial_connection_resource_t clients[SDDF_SERIAL_MAX_CLIENTS];
    uint8_t num_clients;
    char switch_char;        /* starts the selection of another client */
    char terminate_num_char; /* ends the client's number */
} serial_virt_rx_config_t;

typedef struct serial_virt_tx_client_config {
    serial_connection_resource_t conn;
    char name[SDDF_SERIAL_CLIENT_NAME_LENGTH]; /* NUL-terminated */
} serial_virt_tx_client_config_t;

/* Section `.serial_virt_tx_config`: 6840 bytes. */
typedef struct serial_virt_tx_config {
    char magic[SDDF_MAGIC_LENGTH];
    serial_connection_resource_t driver;
    serial_virt_tx_client_config_t clients[SDDF_SERIAL_MAX_CLIENTS];
    uint8_t num_clients;
    char begin_str[SDDF_SERIAL_BEGIN_STR_MAX_LEN]; /* NUL-terminated; sent first if enable_rx */
    bool enable_colour;                            /* each client prints in its own colour */
    bool enable_rx;                                /* the system has a receive virtualiser */
} serial_virt_tx_config_t;

/* Section `.serial_client_config`: 88 bytes. */
typedef struct serial_client_config {
    char magic[SDDF_MAGIC_LENGTH];
    serial_connection_resource_t rx; /* all zero in a system that only transmits */
    serial_connection_resource_t tx;
} serial_client_config_t;

_Static_assert(sizeof(serial_connection_resource_t) == 40, "SER-5");
_Static_assert(sizeof(serial_driver_config_t) == 104, "SER-6");
_Static_assert(sizeof(serial_virt_rx_config_t) == 2616, "SER-7");
_Static_assert(sizeof(serial_virt_tx_config_t) == 6840, "SER-8");
_Static_assert(sizeof(serial_client_config_t) == 88, "SER-9");

/* True if the struct, any of the four, was patched in when the system was composed. */
static inline bool serial_config_check_magic(void *config)
{
    return sddf_magic_is(config, SDDF_SERIAL_MAGIC_BYTE);
}
